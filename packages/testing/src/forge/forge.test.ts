import { ALGORITHM_NAMES, ERRORS } from '@drawbridge/core';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { createTestIssuer } from '../issuer/test-issuer.ts';
import { forgeHostileTokens } from './forge.ts';

describe('forgeHostileTokens', () => {
  it('gives each token a name of its own and a code of the table', async () => {
    const tokens = await forgeHostileTokens(await createTestIssuer());
    expect(new Set(tokens.map((token) => token.name)).size).toBe(tokens.length);
    expect(new Set(tokens.map((token) => token.token)).size).toBe(tokens.length);
    for (const token of tokens) expect(ERRORS).toHaveProperty(token.code);
    expect(tokens.length).toBeGreaterThan(150);
  });

  it('leaves out for an API what is good there, and what does not reach it', async () => {
    const issuer = await createTestIssuer();
    const all = await forgeHostileTokens(issuer);
    const forApi = await forgeHostileTokens(issuer, { for: 'api' });
    const left = new Map(forApi.map(({ name, code }) => [name, code]));
    const gone = all.filter(({ name }) => !left.has(name)).map(({ name }) => name);
    expect(gone).toEqual([
      'a line feed at the end',
      'a space in front',
      'a character outside ASCII',
      'a full-width dot',
      'a megabyte of claims',
      'a megabyte of dots',
      'typ at+jwt, an access token',
      'typ application/at+jwt',
      'no iat',
      'no sub',
      'an empty sub',
      'sub null',
    ]);
    const changed = all.filter(({ name, code }) => left.has(name) && left.get(name) !== code);
    expect(changed.map(({ name }) => [name, left.get(name)])).toEqual([
      ['an empty text', 'credentials_malformed'],
      ['a Bearer prefix', 'credentials_malformed'],
    ]);
  });

  it('leaves in for an API whose profile is RFC 9068 what lacks a claim that it asks for', async () => {
    const issuer = await createTestIssuer();
    const forApi = await forgeHostileTokens(issuer, { for: 'api', profile: 'rfc9068' });
    const names = forApi.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['no iat', 'no sub', 'an empty sub', 'sub null']));
    expect(names.filter((name) => name.includes('at+jwt'))).toEqual([]);
  });

  it.each(ALGORITHM_NAMES)('makes signatures with %s that jose calls bad', async (alg) => {
    const issuer = await createTestIssuer({ algorithms: [alg] });
    const keys = createLocalJWKSet(issuer.jwks() as Parameters<typeof createLocalJWKSet>[0]);
    const tokens = await forgeHostileTokens(issuer);
    const forged = tokens.filter(({ code }) => code === 'signature_invalid');
    expect(forged.length).toBeGreaterThan(15);
    for (const { name, token } of forged) {
      await expect(jwtVerify(token, keys), name).rejects.toMatchObject({
        code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
      });
    }
  });

  it('signs its hostile claims well, so that the claims alone are at fault', async () => {
    const issuer = await createTestIssuer({ algorithms: ['ES256'] });
    const keys = createLocalJWKSet(issuer.jwks() as Parameters<typeof createLocalJWKSet>[0]);
    const tokens = await forgeHostileTokens(issuer);
    for (const { name, token } of tokens.filter(({ code }) => code === 'audience_mismatch')) {
      await expect(jwtVerify(token, keys), name).resolves.toBeDefined();
    }
  });

  it('has none that jose accepts under a full policy, but for what jose leaves to others', async () => {
    const issuer = await createTestIssuer({ algorithms: ['ES256'] });
    const keys = createLocalJWKSet(issuer.jwks() as Parameters<typeof createLocalJWKSet>[0]);
    const accepted: string[] = [];
    for (const { name, token, code } of await forgeHostileTokens(issuer)) {
      // jose leaves the form of claims and the strictness of encodings to others.
      if (code === 'claim_invalid' || code === 'token_malformed') continue;
      const policy = {
        issuer: issuer.issuer,
        audience: issuer.audience,
        typ: 'JWT',
        algorithms: ['ES256'],
        requiredClaims: ['sub', 'iat', 'exp'],
        maxTokenAge: 3600,
      };
      await jwtVerify(token, keys, policy).then(
        () => accepted.push(name),
        () => undefined,
      );
    }
    expect(accepted).toEqual(['a megabyte of claims', 'b64 false', 'an empty sub', 'sub null']);
  });
});
