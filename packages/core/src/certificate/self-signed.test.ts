import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ALGORITHM_NAMES } from '../engine/algorithms.ts';
import { createDefaultEngine } from '../engine/default-engine.ts';
import { generateKey } from '../keys/generate.ts';
import { selfSignedCertificate } from './self-signed.ts';

const engine = createDefaultEngine();
/** One for all that sign with RSA: such a key takes long to make. */
const rsa = generateKey('RS256');

async function certify(alg: (typeof ALGORITHM_NAMES)[number]) {
  const { publicJwk, pkcs8, kid } = await (/^[RP]S/.test(alg) ? rsa : generateKey(alg));
  const key = await engine.importKey(alg, { pkcs8 });
  const make = () =>
    selfSignedCertificate(publicJwk, { alg, sign: (data) => engine.sign(key, data) });
  return { kid, publicJwk, make };
}

describe.each(ALGORITHM_NAMES)('the certificate of a key for %s', (alg) => {
  it('is one of that key, signed by it', async () => {
    const { kid, publicJwk, make } = await certify(alg);
    const text = await make();
    const certificate = new X509Certificate(Buffer.from(text, 'base64'));
    const { n, e, crv, x, y } = publicJwk;
    expect(certificate.publicKey.export({ format: 'jwk' })).toMatchObject(
      JSON.parse(JSON.stringify({ n, e, crv, x, y })),
    );
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.subject).toBe(`CN=${kid}`);
    expect(certificate.issuer).toBe(certificate.subject);
    expect(certificate.validTo).toMatch(/Dec 31 23:59:59 9999/);
    // The others have chance in their signatures.
    if (/^RS|EdDSA/.test(alg)) expect(await make()).toBe(text);
    // A second reader. Where there is no openssl, the first has to do.
    const read = spawnSync('openssl', ['x509', '-inform', 'DER', '-noout', '-subject'], {
      input: Buffer.from(text, 'base64'),
    });
    if (read.error === undefined) expect(read.stdout.toString()).toContain(kid);
  });
});
