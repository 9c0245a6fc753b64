import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { ALGORITHM_NAMES, generateKey } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { keyCertificate } from './key-certificate.ts';

/** One for all that sign with RSA: such a key takes long to make. */
const rsa = generateKey('RS256');

describe.each(ALGORITHM_NAMES)('the certificate of a key for %s', (alg) => {
  it('is one of that key, which nobody signed', async () => {
    const { publicJwk, kid } = await (/^[RP]S/.test(alg) ? rsa : generateKey(alg));
    const text = await keyCertificate(publicJwk);
    const certificate = new X509Certificate(Buffer.from(text, 'base64'));
    const { n, e, crv, x, y } = publicJwk;
    expect(certificate.publicKey.export({ format: 'jwk' })).toMatchObject(
      JSON.parse(JSON.stringify({ n, e, crv, x, y })),
    );
    expect(certificate.verify(certificate.publicKey)).toBe(false);
    expect(certificate.subject).toBe(`CN=${kid}`);
    expect(certificate.issuer).toBe(certificate.subject);
    expect(certificate.validTo).toMatch(/Dec 31 23:59:59 9999/);
    // A second reader. Where there is no openssl, the first has to do.
    const read = spawnSync('openssl', ['x509', '-inform', 'DER', '-noout', '-text'], {
      input: Buffer.from(text, 'base64'),
    });
    if (read.error !== undefined) return;
    expect(read.stdout.toString()).toContain(kid);
    expect(read.stdout.toString()).toContain('Signature Algorithm: 1.3.6.1.5.5.7.6.36');
  });

  it('is the same whenever it is made, whatever else is said of the key', async () => {
    const { publicJwk } = await (/^[RP]S/.test(alg) ? rsa : generateKey(alg));
    const { kty, n, e, crv, x, y } = publicJwk;
    const bare = JSON.parse(JSON.stringify({ kty, n, e, crv, x, y })) as typeof publicJwk;
    expect(await keyCertificate(publicJwk)).toBe(await keyCertificate(bare));
  });
});

it.each([
  { kty: 'oct' },
  { kty: 'RSA', n: 'AQAB' },
  { kty: 'EC', crv: 'P-256', x: '=', y: 'AA' },
  { kty: 'EC', crv: 'secp256k1', x: 'AA', y: 'AA' },
  { kty: 'OKP', crv: 'X25519', x: 'AA' },
])('there is none of $kty $crv', async (jwk) => {
  await expect(keyCertificate(jwk)).rejects.toThrow(TypeError);
});
