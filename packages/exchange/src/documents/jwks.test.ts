import type { KeyRing } from '@drawbridge/core';
import { createTestKeyRing, replyJson, testCall } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { jwksEndpoint } from './jwks.ts';

it('jwksEndpoint shows public members alone', async () => {
  const keyRing = await createTestKeyRing({ algorithms: ['RS256', 'ES256', 'EdDSA'] });
  const reply = await jwksEndpoint({ keyRing })(testCall());
  expect(reply.headers).toContainEqual(['content-type', 'application/jwk-set+json']);
  const { keys } = replyJson(reply) as { keys: Record<string, unknown>[] };
  const common = ['alg', 'kid', 'kty', 'use'];
  expect(keys.map((key) => Object.keys(key).sort())).toEqual([
    [...common, 'e', 'n'].sort(),
    [...common, 'crv', 'x', 'y'].sort(),
    [...common, 'crv', 'x'].sort(),
  ]);
});

it('jwksEndpoint shows what the ring has now, not what it had at the start', async () => {
  let keys: ReturnType<KeyRing['publicKeys']> = [];
  const keyRing: KeyRing = { ...(await createTestKeyRing()), publicKeys: () => keys };
  const endpoint = jwksEndpoint({ keyRing });
  expect(replyJson(await endpoint(testCall()))).toEqual({ keys: [] });
  keys = (await createTestKeyRing({ algorithms: ['EdDSA'] })).publicKeys();
  expect(replyJson(await endpoint(testCall()))).toMatchObject({ keys: [{ alg: 'EdDSA' }] });
});
