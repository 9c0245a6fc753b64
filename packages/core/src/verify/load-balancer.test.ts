import {
  createTestClock,
  createTestIssuer,
  createTestVerifier,
  testKey,
  trust,
} from '@drawbridge/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDefaultEngine } from '../engine/default-engine.ts';
import { createVerifier } from './verifier.ts';

const engine = createDefaultEngine();
const SIGNER = 'arn:aws:elasticloadbalancing:eu-west-1:123:loadbalancer/app/a/b';
const options = { audiences: [SIGNER], audienceParameter: 'signer', paddedBase64: true } as const;

async function setUp() {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock, algorithms: ['ES256'] });
  const plain = await createTestIssuer({
    clock,
    algorithms: ['ES256'],
    issuer: 'https://other.test',
  });
  const issuers = [trust(issuer, options), trust(plain)];
  const verifier = createVerifier({ issuers, engine, clock });
  const claims = (more: object) => issuer.claims({ aud: undefined, ...more });
  return { clock, issuer, plain, verifier, claims };
}

const pad = (part: string) => part.padEnd(Math.ceil(part.length / 4) * 4, '=');
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** As the load balancer signs: over the padded text. */
async function signPadded(header: object, claims: object): Promise<string> {
  const key = await testKey('ES256');
  const parts = [{ alg: 'ES256', typ: 'JWT', kid: key.kid, signer: SIGNER, ...header }, claims];
  const input = parts.map((part) => pad(encode(part))).join('.');
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const signature = await crypto.subtle.sign(algorithm, key.privateKey, Buffer.from(input));
  return `${input}.${pad(Buffer.from(signature).toString('base64url'))}`;
}

describe('a token of a load balancer', () => {
  it('is accepted padded, by its signer, whatever aud says (property)', async () => {
    const { verifier, claims } = await setUp();
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 9 }), fc.option(fc.string()), async (text, aud) => {
        const token = await signPadded({ x: text }, claims({ text, ...(aud !== null && { aud }) }));
        expect((await verifier.verify(token)).claim('text')).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  it('is accepted without padding too, if none of it is padded', async () => {
    const { issuer, verifier } = await setUp();
    const token = await issuer.issue({ aud: undefined }, { header: { signer: SIGNER } });
    expect((await verifier.verify(token)).issuer).toBe(issuer.issuer);
  });

  it.each([
    ['of another signer', { signer: `${SIGNER}c` }, 'audience_mismatch'],
    ['without a signer', { signer: undefined }, 'claim_missing'],
    ['with an empty signer', { signer: '' }, 'claim_missing'],
    ['with a signer that is no text', { signer: 5 }, 'claim_invalid'],
  ])('is refused %s, although aud names it', async (_, header, code) => {
    const { verifier, claims } = await setUp();
    const token = await signPadded(header, claims({ aud: SIGNER, signer: SIGNER }));
    await expect(verifier.verify(token)).rejects.toMatchObject({ code });
  });

  it('is refused with more, less or other padding (property)', async () => {
    const { verifier, claims } = await setUp();
    const tokens = await Promise.all(
      ['', 'a', 'ab'].map((x) => signPadded({ x }, claims({ x, jti: 'fixed' }))),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...tokens),
        fc.nat(2),
        fc.constantFrom('', '=', '==', '===', '====', '%3D', '.='),
        async (token, at, padding) => {
          const parts = token.split('.');
          const other = parts.map((part, index) =>
            index === at ? part.replace(/=*$/, padding) : part,
          );
          // Where nothing but the signature was padded, it may be padded or not, as that of any unpadded token.
          fc.pre(other.join('.') !== token && other.join('.').includes('='));
          await expect(verifier.verify(other.join('.'))).rejects.toMatchObject({ kind: 'token' });
        },
      ),
    );
  });

  it('does not let others pad theirs, known or not', async () => {
    const { issuer, plain, verifier } = await setUp();
    const strict = createTestVerifier(issuer, { audiences: [SIGNER], audienceParameter: 'signer' });
    const own = await signPadded({ x: 'a' }, issuer.claims({}));
    await expect(strict.verify(own)).rejects.toMatchObject({ code: 'token_malformed' });
    for (const claims of [plain.claims(), plain.claims({ iss: 'https://nobody.test' }), { x: 1 }]) {
      const token = await signPadded({}, claims);
      expect(token).toContain('=');
      await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'token_malformed' });
    }
    await expect(verifier.verify(await plain.issue())).resolves.toBeDefined();
    await expect(
      verifier.verify(await plain.issue({ aud: undefined }, { header: { signer: SIGNER } })),
    ).rejects.toMatchObject({ code: 'claim_missing' });
  });

  it('needs a parameter with a name', async () => {
    const { issuer } = await setUp();
    expect(() => createTestVerifier(issuer, { audienceParameter: '' })).toThrow(TypeError);
  });
});
