import { createDefaultEngine, systemClock } from '@drawbridge/core';
import { compileRules } from '@drawbridge/rules';
import { createTestKeyRing, replyJson, testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { discoveryEndpoint } from './discovery.ts';

async function documentOf(issuer: string): Promise<unknown> {
  const rules = await compileRules([
    {
      name: 'r',
      match: { issuer: 'https://ci.test' },
      grant: { audience: 'aws', copy: ['sub', 'groups'] },
    },
  ]);
  const keyRing = await createTestKeyRing({ algorithms: ['ES256', 'EdDSA'] });
  const engine = createDefaultEngine();
  const endpoint = discoveryEndpoint({ issuer, keyRing, rules, clock: systemClock, engine });
  return replyJson(await endpoint(testCall()));
}

describe('discoveryEndpoint', () => {
  it('has exactly the six members that AWS asks for', async () => {
    expect(await documentOf('https://public.test/tenant')).toEqual({
      issuer: 'https://public.test/tenant',
      jwks_uri: 'https://public.test/tenant/.well-known/jwks.json',
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256', 'EdDSA'],
      claims_supported: ['aud', 'exp', 'groups', 'iat', 'iss', 'jti', 'nbf', 'sub'],
    });
  });

  it('does not double the slash at the end of an issuer', async () => {
    expect(await documentOf('https://public.test/')).toMatchObject({
      issuer: 'https://public.test/',
      jwks_uri: 'https://public.test/.well-known/jwks.json',
    });
  });
});
