import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requireStrongRsa } from './rsa-strength.ts';

const bytesOf = (number: bigint, zeros = 0) => {
  const hex = number.toString(16);
  const digits = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Uint8Array.of(...Array<number>(zeros).fill(0), ...digits);
};
const F4 = bytesOf(65537n);
const MODULUS = bytesOf(2n ** 2048n - 1n);

describe('requireStrongRsa', () => {
  it.each([2048, 2049, 2055, 2056, 3072, 4096])('counts %i bits', (bits) => {
    const least = bytesOf(2n ** BigInt(bits - 1));
    const most = bytesOf(2n ** BigInt(bits) - 1n);
    expect(requireStrongRsa({ modulus: least, exponent: F4 })).toBe(bits);
    expect(requireStrongRsa({ modulus: most, exponent: F4 })).toBe(bits);
  });

  it.each([0, 1, 512, 1024, 2040, 2047])('refuses %i bits', (bits) => {
    const modulus = bytesOf(2n ** BigInt(bits) - 1n);
    expect(() => requireStrongRsa({ modulus, exponent: F4 })).toThrow(
      `an RSA key needs 2048 bits or more, this one has ${bits}`,
    );
  });

  it.each([3n, 5n, 17n, 257n, 65537n, 2n ** 31n - 1n, 2n ** 32n - 1n])(
    'takes an exponent of %i',
    (number) => {
      expect(requireStrongRsa({ modulus: MODULUS, exponent: bytesOf(number) })).toBe(2048);
    },
  );

  it.each([0n, 1n, 2n, 4n, 65536n, 2n ** 32n - 2n])('refuses an exponent of %i', (number) => {
    expect(() => requireStrongRsa({ modulus: MODULUS, exponent: bytesOf(number) })).toThrow(
      'is not an odd number from 3 up',
    );
  });

  it.each([33, 64, 65, 256, 2048])('refuses an exponent of %i bits', (bits) => {
    const exponent = bytesOf(2n ** BigInt(bits) - 1n);
    expect(() => requireStrongRsa({ modulus: MODULUS, exponent })).toThrow(
      `has ${bits} bits, at most 32 may be`,
    );
  });

  it('refuses numbers of no bytes', () => {
    const none = new Uint8Array();
    expect(() => requireStrongRsa({ modulus: none, exponent: F4 })).toThrow('this one has 0');
    expect(() => requireStrongRsa({ modulus: MODULUS, exponent: none })).toThrow('odd number');
  });

  it('judges the numbers, however many zeros are before them (property)', () => {
    const zeros = fc.nat(5);
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 2n ** 2100n }),
        fc.bigInt({ min: 1n, max: 2n ** 40n }),
        zeros,
        zeros,
        (n, e, zerosOfN, zerosOfE) => {
          const bits = n.toString(2).length;
          const attempt = () =>
            requireStrongRsa({ modulus: bytesOf(n, zerosOfN), exponent: bytesOf(e, zerosOfE) });
          const strong = bits >= 2048 && e >= 3n && e % 2n === 1n && e < 2n ** 32n;
          if (strong) expect(attempt()).toBe(bits);
          else expect(attempt).toThrow(TypeError);
        },
      ),
    );
  });

  it('shows nothing of the key but its bits (property)', () => {
    const odd = fc.bigInt({ min: 2n ** 40n, max: 2n ** 64n }).map((number) => number | 1n);
    fc.assert(
      fc.property(odd, (e) => {
        let said = '';
        try {
          requireStrongRsa({ modulus: MODULUS, exponent: bytesOf(e) });
        } catch (thrown) {
          said = (thrown as Error).message;
        }
        expect(said).toMatch(/has \d\d bits/);
        expect(said).not.toContain(String(e));
      }),
    );
  });
});
