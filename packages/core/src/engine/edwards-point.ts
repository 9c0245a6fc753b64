import { encodeHex } from '../encoding/hex.ts';

/**
 * The y of the points of Ed25519 whose order is 1, 2, 4 or 8, little-endian, without the first bit of the last byte:
 * that is the sign of x.
 */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
]);

/**
 * Says what is wrong with the point of an Ed25519 public key, of 32 bytes. With one of small order, anybody makes
 * signatures that are good for every message, or for one in eight. And a point has one spelling (RFC 8032 section
 * 5.1.3, step 1). OpenSSL and BoringSSL look at neither.
 *
 * @returns the sentence; `undefined` for nothing
 */
export function edwardsPointFault(point: Uint8Array): string | undefined {
  const y = point.slice();
  y[31] = (y[31] as number) & 0x7f;
  if (isBeyondPrime(y)) return 'the point of the Ed25519 key is not the one spelling of it';
  if (SMALL_ORDER.has(encodeHex(y))) {
    return 'the point of the Ed25519 key is of small order: anybody can sign for such a key';
  }
  return undefined;
}

/** Whether it is 2^255 - 19 or more: the same as a smaller number. */
function isBeyondPrime(y: Uint8Array): boolean {
  return (
    (y[0] as number) >= 0xed && y[31] === 0x7f && y.subarray(1, 31).every((byte) => byte === 0xff)
  );
}
