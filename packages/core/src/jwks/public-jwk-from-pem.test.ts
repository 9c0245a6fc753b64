import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { publicJwkFromPem } from './public-jwk-from-pem.ts';

const pemOf = (namedCurve: string) => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve });
  return { publicKey, pem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
};

describe('publicJwkFromPem', () => {
  it('reads what node:crypto writes', () => {
    const { publicKey, pem } = pemOf('P-256');
    expect(publicJwkFromPem(pem)).toEqual(publicKey.export({ format: 'jwk' }));
  });

  it.each([
    ['another curve', pemOf('P-384').pem],
    ['a curve of the same size', pemOf('secp256k1').pem],
    ['another label', pemOf('P-256').pem.replaceAll('PUBLIC KEY', 'PRIVATE KEY')],
    ['two blocks', pemOf('P-256').pem.repeat(2)],
    ['half a block', pemOf('P-256').pem.slice(0, 90)],
    ['nothing', ''],
    ['a page', '<html></html>'],
  ])('reads nothing from %s', (_, pem) => {
    expect(publicJwkFromPem(pem)).toBeUndefined();
  });
});
