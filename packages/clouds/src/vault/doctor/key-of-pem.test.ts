import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { JsonObject, PublicJwk } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyCertificate } from '../../ceph/key-certificate.ts';
import { keyOfPem } from './key-of-pem.ts';

const pemOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }) as string;
const jwkOf = (key: KeyObject) => key.export({ format: 'jwk' }) as JsonObject;
const keys: readonly (readonly [string, KeyObject])[] = [
  ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey],
  ...['P-256', 'P-384', 'P-521'].map(
    (namedCurve) => [namedCurve, generateKeyPairSync('ec', { namedCurve }).publicKey] as const,
  ),
];

describe('a public key', () => {
  it.each(keys)('is read: %s', (_, key) => {
    expect(keyOfPem(pemOf(key))).toEqual(jwkOf(key));
  });

  it.each(keys)('is read from its certificate: %s', async (_, key) => {
    const body = await keyCertificate(jwkOf(key) as unknown as PublicJwk);
    const pem = `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
    expect(keyOfPem(pem)).toEqual(jwkOf(key));
  });
});

describe('nothing is made of', () => {
  const ed = generateKeyPairSync('ed25519').publicKey;
  const { publicKey: koblitz } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  it.each([
    ['a key that Vault does not take', pemOf(ed)],
    ['another curve', pemOf(koblitz)],
    ['a private key', privateKey.export({ type: 'pkcs8', format: 'pem' }) as string],
    ['text', 'PEM'],
    ['an empty block', '-----BEGIN PUBLIC KEY-----\n\n-----END PUBLIC KEY-----'],
  ])('%s', (_, pem) => {
    expect(keyOfPem(pem)).toBeUndefined();
  });

  it('a key that was cut or changed, but a key that OpenSSL reads, too', () => {
    const [[, rsa] = []] = keys;
    const der = rsa?.export({ type: 'spki', format: 'der' }) ?? Buffer.alloc(0);
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.nat(255), fc.boolean(), (at, byte, isCut) => {
        const bytes = Buffer.from(isCut ? der.subarray(0, at) : der);
        if (!isCut) bytes[at] = byte;
        const pem = `-----BEGIN PUBLIC KEY-----\n${bytes.toString('base64')}\n-----END PUBLIC KEY-----`;
        const made = keyOfPem(pem);
        if (made === undefined) return;
        expect(made['kty']).toBe('RSA');
        expect(jwkOf(createPublicKey(pem))).toEqual(made);
      }),
      {
        numRuns: 300,
        examples: [
          [17, 0, false],
          [33, 0, false],
          [291, 0, false],
        ],
      },
    );
  });
});
