import { generateKeyPairSync } from 'node:crypto';
import { createDefaultEngine, generateKey, type JsonObject, toPublicJwk } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mirrorSite } from './mirror.ts';

const issuer = 'https://oidc.example.com';
const engine = createDefaultEngine();
const RSA = { ...(await generateKey('RS256')).publicJwk, kid: 'a' };
const { kty, crv, x, y = '' } = (await generateKey('ES256')).publicJwk;
const EC = { kty, kid: 'b', crv, x, y };
/** A key of a length that nobody may verify with any more. */
const SHORT = {
  ...generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' }),
  kid: 'old',
};
const OFF_CURVE = { ...EC, kid: 'off', x: `A${y.slice(1)}` };
const discovery: JsonObject = {
  issuer: 'https://gitlab.internal',
  jwks_uri: 'https://gitlab.internal/oauth/discovery/keys',
  token_endpoint: 'https://gitlab.internal/oauth/token',
  authorization_endpoint: 'https://gitlab.internal/oauth/authorize',
  id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
  claims_supported: ['iss', 'sub', 'project_path', 7],
};
const mirror = (keys: readonly unknown[], more: JsonObject = {}) =>
  mirrorSite({ discovery: { ...discovery, ...more }, jwks: { keys } }, { issuer, engine });
const parsed = ({ files }: Awaited<ReturnType<typeof mirror>>, path: string) =>
  JSON.parse(files.find((file) => file.path === path)?.text ?? 'null');

describe('mirrorSite', () => {
  it('names the public address, and nothing of the private one', async () => {
    const made = await mirror([RSA, EC]);
    expect(parsed(made, '/.well-known/openid-configuration')).toMatchObject({
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
      claims_supported: ['iss', 'sub', 'project_path'],
    });
    expect(parsed(made, '/.well-known/jwks.json')).toEqual({ keys: [RSA, EC] });
    expect(made.files.map(({ text }) => text).join()).not.toContain('gitlab.internal');
    expect(made.otherIssuer).toBe('https://gitlab.internal');
    expect((await mirror([RSA], { issuer })).otherIssuer).toBeUndefined();
  });

  it('takes the algorithms of the keys where the upstream names none that we know', async () => {
    const made = await mirror([RSA], { id_token_signing_alg_values_supported: ['HS256'] });
    expect(parsed(made, '/.well-known/openid-configuration')).toMatchObject({
      id_token_signing_alg_values_supported: ['RS256'],
    });
  });

  it('finds out of what algorithm a key is that does not say so', async () => {
    const { alg: _, ...unnamed } = RSA;
    const made = await mirror([unnamed, EC], { id_token_signing_alg_values_supported: [] });
    expect(parsed(made, '/.well-known/openid-configuration')).toMatchObject({
      id_token_signing_alg_values_supported: ['RS256', 'ES256'],
    });
  });

  it.each([
    ['a private key', { ...RSA, d: 'secret' }, /"a" is published with its private part/],
    ['a symmetric key', { kty: 'oct', kid: 'c', k: 'secret' }, /"c" is of type "oct"/],
    ['a key for encryption', { ...RSA, use: 'enc' }, /"a" is not for signatures/],
    ['a key that only signs', { ...RSA, key_ops: ['sign'] }, /"a" is not for signatures/],
    ['a key of no algorithm', { ...RSA, alg: 'none' }, /"a" is for no algorithm that verifies/],
    ['a curve that nobody knows', { ...EC, kid: 'c', crv: 'P-1' }, /"c" is for no algorithm/],
    ['a short key', SHORT, /"old" verifies nothing: an RSA key needs 2048 bits .* has 1024/],
    ['a point off its curve', OFF_CURVE, /"off" verifies nothing: it is not well-formed/],
    [
      'half a key',
      { ...EC, kid: 'half', y: undefined },
      /"half" verifies nothing: it lacks a member/,
    ],
    ['no JWK', { kty: 7 }, /one is no JWK/],
    ['no object', 'key', /one is no JWK/],
  ])('leaves out %s, and says why', async (_, key, why) => {
    const made = await mirror([key, EC]);
    expect(made.keys.map(({ kid }) => kid)).toEqual(['b']);
    expect(made.left.join()).toMatch(why);
    expect(JSON.stringify(made)).not.toContain('secret');
  });

  it('refuses two keys of one name, and copies a key that is there twice once', async () => {
    await expect(mirror([RSA, { ...EC, kid: 'a' }])).rejects.toMatchObject({
      code: 'upstream_invalid',
      message: expect.stringContaining('two different keys of the issuer have the kid "a"'),
    });
    expect((await mirror([RSA, EC, { ...RSA }])).keys).toEqual([RSA, EC]);
    const forEncryption = { ...EC, kid: 'a', use: 'enc' };
    expect((await mirror([RSA, forEncryption])).keys).toEqual([RSA]);
  });

  it('never publishes a member that is not public, whatever the upstream has', async () => {
    const names = fc.constantFrom('d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'x5c', 'x5u', 'oth', 'n');
    const value = fc.constantFrom('SECRET', ['SECRET'], { a: 'SECRET' });
    const jwk = fc
      .tuple(fc.constantFrom(RSA, EC), fc.dictionary(names, value))
      .map(([base, more]) => ({ ...base, ...more }));
    await fc.assert(
      fc.asyncProperty(fc.array(jwk, { maxLength: 4 }), async (keys) => {
        const named = keys.map((key, at) => ({ ...key, kid: `${at}` }));
        const { keys: published } = parsed(await mirror(named), '/.well-known/jwks.json');
        for (const key of published) {
          expect(key).toEqual(toPublicJwk(key));
          for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) {
            expect(key).not.toHaveProperty(secret);
          }
        }
      }),
    );
  });
});
