import * as fc from 'fast-check';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { publicJwkFromSpki } from './public-jwk-from-spki.ts';

const spkiOf = (key: { export(options: { type: 'spki'; format: 'der' }): Buffer }) =>
  new Uint8Array(key.export({ type: 'spki', format: 'der' }));
const P256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;

describe('publicJwkFromSpki', () => {
  it.each([
    ['Ed25519', spkiOf(generateKeyPairSync('ed25519').publicKey)],
    ['another curve', spkiOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey)],
    [
      'RSA that is bound to PSS',
      spkiOf(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey),
    ],
    ['a byte too few', spkiOf(P256).subarray(0, -1)],
    ['a byte too many', Buffer.concat([spkiOf(P256), Buffer.from([0])])],
    ['nothing', new Uint8Array()],
  ])('reads no key of %s', (_, der) => {
    expect(publicJwkFromSpki(der)).toBeUndefined();
  });

  it.each([
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey],
    ['P-256', P256],
    ['P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey],
    ['P-521', generateKeyPairSync('ec', { namedCurve: 'P-521' }).publicKey],
  ])('reads what node:crypto reads of %s', (_, key) => {
    const jwk = publicJwkFromSpki(spkiOf(key));
    const again = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    expect(again.equals(key)).toBe(true);
  });

  it('throws for no change of a key (property)', () => {
    const der = spkiOf(P256);
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.nat(255), (at, byte) => {
        const other = Uint8Array.from(der);
        other[at] = byte;
        const jwk = publicJwkFromSpki(other);
        if (jwk !== undefined) expect(jwk.kty).toBe('EC');
      }),
    );
  });
});
