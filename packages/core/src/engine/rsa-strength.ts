/** RFC 7518 section 3.3: RSA keys of 2048 bits or larger. */
const MIN_RSA_BITS = 2048;

/**
 * Bits of a public exponent. A verification costs as much more as it is longer, and whoever publishes the key chooses
 * it: of 2048 bits it takes a hundred times that of 65537. Go, for one, takes none above 31 bits.
 */
const MAX_EXPONENT_BITS = 32;

/** The public numbers of an RSA key, as unsigned bytes, the most significant first. */
export interface RsaNumbers {
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
}

/**
 * Judges an RSA key by its numbers. They are looked at here and not asked of a runtime: one of them rounds the
 * length up to whole bytes, another takes any exponent.
 *
 * @returns its bits
 * @throws {TypeError} when it is too short, or its exponent is not an odd number from 3 up to 32 bits
 */
export function requireStrongRsa({ modulus, exponent }: RsaNumbers): number {
  const bits = bitLength(modulus);
  if (bits < MIN_RSA_BITS) {
    throw new TypeError(`an RSA key needs ${MIN_RSA_BITS} bits or more, this one has ${bits}`);
  }
  // With an exponent of 1 every message is its own signature (FIPS 186-5 appendix A.1.1: odd, large).
  const last = exponent.at(-1) ?? 0;
  const exponentBits = bitLength(exponent);
  if (exponentBits < 2 || last % 2 === 0) {
    throw new TypeError('the public exponent of the RSA key is not an odd number from 3 up');
  }
  if (exponentBits > MAX_EXPONENT_BITS) {
    throw new TypeError(
      `the public exponent of the RSA key has ${exponentBits} bits, at most ${MAX_EXPONENT_BITS} may be: make a key with 65537`,
    );
  }
  return bits;
}

function bitLength(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => byte !== 0);
  if (first === -1) return 0;
  return (bytes.length - first) * 8 - (Math.clz32(bytes[first] as number) - 24);
}
