import * as fc from 'fast-check';
import { testKey } from '@drawbridge/testing';
import { compactVerify, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { decodeToken } from '../token/decode.ts';
import { ALGORITHM_NAMES, type Algorithm } from '../engine/algorithms.ts';
import { createDefaultEngine } from '../engine/default-engine.ts';
import { mint, type MintRequest, RESERVED_CLAIMS } from './mint.ts';

const engine = createDefaultEngine();
const NOW = 1_767_225_600;

const request: MintRequest = {
  issuer: 'https://public.test',
  audiences: ['sts.amazonaws.com'],
  now: NOW,
  expiresAt: NOW + 300,
  claims: new Map<string, unknown>([['sub', 'alice']]),
};

async function mintWith(alg: Algorithm, changes: Partial<MintRequest> = {}) {
  const { kid, pkcs8, publicKey } = await testKey(alg);
  const key = await engine.importKey(alg, { pkcs8 });
  const sign = (data: Uint8Array) => engine.sign(key, data);
  const minted = await mint({ kid, alg, sign }, { ...request, ...changes });
  return { ...minted, kid, publicKey };
}

describe('mint', () => {
  it.each(ALGORITHM_NAMES)('makes an %s token that jose verifies', async (alg) => {
    const { token, publicKey, kid, claims } = await mintWith(alg);
    const { payload, protectedHeader } = await jwtVerify(token, publicKey, {
      issuer: request.issuer,
      audience: [...request.audiences],
      typ: 'JWT',
      currentDate: new Date(NOW * 1000),
      algorithms: [alg],
    });
    expect(protectedHeader).toEqual({ alg, typ: 'JWT', kid });
    expect(payload).toEqual(claims);
    expect(payload.sub).toBe('alice');
  });

  it('says of another kind of token what it is', async () => {
    const { token } = await mintWith('ES256', { type: 'other+jwt' });
    expect(decodeToken(token, 2000).header).toMatchObject({ alg: 'ES256', typ: 'other+jwt' });
  });

  it('decides the claims that are its own, times as integers and the audience as one text', async () => {
    const { claims, jti, expiresAt } = await mintWith('ES256');
    expect(claims).toEqual({
      iss: 'https://public.test',
      aud: 'sts.amazonaws.com',
      iat: NOW,
      nbf: NOW,
      exp: NOW + 300,
      jti,
      sub: 'alice',
    });
    expect(expiresAt).toBe(NOW + 300);
    for (const name of ['iat', 'nbf', 'exp']) expect(Number.isInteger(claims[name])).toBe(true);
  });

  it('gives every token a jti of its own', async () => {
    const minted = await Promise.all(Array.from({ length: 100 }, () => mintWith('EdDSA')));
    expect(new Set(minted.map(({ jti }) => jti)).size).toBe(100);
    expect(new Set(minted.map(({ token }) => token)).size).toBe(100);
    for (const { jti, claims } of minted) expect(claims['jti']).toBe(jti);
  });

  it.each(RESERVED_CLAIMS)('refuses to let a rule set %s', async (name) => {
    for (const value of ['attacker', undefined, null]) {
      const claims = new Map<string, unknown>([
        ['sub', 'alice'],
        [name, value],
      ]);
      await expect(mintWith('ES256', { claims })).rejects.toThrow(
        new TypeError(`${name} is set by minting alone`),
      );
    }
  });

  it.each([0, -1, -300])('refuses a lifetime of %d seconds', async (seconds) => {
    await expect(mintWith('ES256', { expiresAt: NOW + seconds })).rejects.toThrow(TypeError);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 0.5, 2 ** 53])(
    'refuses a time that is no whole number of seconds: %d',
    async (time) => {
      const wrong = new TypeError('the times of a token are whole seconds');
      await expect(mintWith('ES256', { expiresAt: NOW + time })).rejects.toThrow(wrong);
      await expect(mintWith('ES256', { now: time })).rejects.toThrow(wrong);
    },
  );

  it('carries a claim named __proto__ as any other, and lets it set nothing', async () => {
    const claims = new Map<string, unknown>([
      ['sub', 'alice'],
      ['__proto__', { admin: true, iss: 'https://attacker.test' }],
    ]);
    const minted = await mintWith('ES256', { claims });
    expect(minted.claims).not.toHaveProperty('admin');
    expect(Object.getPrototypeOf(minted.claims)).toBe(Object.prototype);
    const { payload } = await compactVerify(minted.token, minted.publicKey);
    expect(new TextDecoder().decode(payload)).toContain('"__proto__":{"admin":true');
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('carries any claims, unchanged, and is read back by our own decoder', async () => {
    const name = fc.string().filter((text) => !RESERVED_CLAIMS.some((own) => own === text));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, fc.jsonValue()), async (claims) => {
        const { token, publicKey } = await mintWith('ES256', {
          claims: new Map(Object.entries(claims)),
        });
        await compactVerify(token, publicKey);
        const read = decodeToken(token, Number.MAX_SAFE_INTEGER).claims;
        for (const [key, value] of Object.entries(claims)) {
          expect(JSON.stringify(read[key])).toBe(JSON.stringify(value));
        }
        expect(read).toMatchObject({
          iss: request.issuer,
          aud: request.audiences[0],
          exp: NOW + 300,
        });
      }),
    );
  });
});
