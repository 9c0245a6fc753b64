import * as fc from 'fast-check';
import { testKey } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { edwardsPointFault } from './edwards-point.ts';

// RFC 8032 section 5.1, calculated slowly.
const P = 2n ** 255n - 19n;
const D = modulo(-121665n * power(121666n, P - 2n));
const ROOT = power(2n, (P - 1n) / 4n); // of -1

type Point = readonly [x: bigint, y: bigint];

function modulo(value: bigint): bigint {
  return ((value % P) + P) % P;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let [square, rest] = [base, exponent]; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = modulo(result * square);
    square = modulo(square * square);
  }
  return result;
}

function add([x1, y1]: Point, [x2, y2]: Point): Point {
  const product = modulo(D * x1 * x2 * y1 * y2);
  return [
    modulo((x1 * y2 + x2 * y1) * power(modulo(1n + product), P - 2n)),
    modulo((y1 * y2 + x1 * x2) * power(modulo(1n - product), P - 2n)),
  ];
}

/** RFC 8032 section 5.1.3; `undefined` when there is no such point. */
function pointAt(y: bigint): Point | undefined {
  const [x] = roots(modulo((y * y - 1n) * power(modulo(D * y * y + 1n), P - 2n)));
  return x === undefined ? undefined : [x, modulo(y)];
}

/** The square roots of a number, if it has any. */
function roots(square: bigint): readonly bigint[] {
  const candidate = power(square, (P + 3n) / 8n);
  const root = [candidate, modulo(candidate * ROOT)].find((x) => modulo(x * x) === square);
  return root === undefined ? [] : [root, modulo(-root)];
}

function isOfSmallOrder(point: Point): boolean {
  const two = add(point, point);
  const four = add(two, two);
  const [x, y] = add(four, four);
  return x === 0n && y === 1n;
}

function encode(y: bigint, sign = 0n): Uint8Array {
  const bytes = new Uint8Array(32);
  let rest = y | (sign << 255n);
  for (let index = 0; index < 32; index++, rest >>= 8n) bytes[index] = Number(rest & 0xffn);
  return bytes;
}

/**
 * The y of the points of order 8. Twice such a point has y = 0, so x² = -y², and with the equation of the curve
 * d·y⁴ + 2·y² = 1.
 */
function yOfOrder8(): readonly bigint[] {
  return roots(modulo(1n + D))
    .map((root) => modulo((root - 1n) * power(D, P - 2n)))
    .flatMap(roots);
}

describe('edwardsPointFault', () => {
  it('refuses each point of small order, with either sign', () => {
    const all = [0n, 1n, P - 1n, ...yOfOrder8()];
    expect(new Set(all).size).toBe(5);
    for (const y of all) {
      expect(isOfSmallOrder(pointAt(y) as Point), `${y}`).toBe(true);
      for (const sign of [0n, 1n]) {
        expect(edwardsPointFault(encode(y, sign)), `${y}`).toMatch(/of small order/);
      }
    }
  });

  it('refuses each coordinate that has a shorter spelling', () => {
    for (let y = P; y < 2n ** 255n; y++) {
      for (const sign of [0n, 1n]) {
        expect(edwardsPointFault(encode(y, sign))).toMatch(/not the one spelling/);
      }
    }
    expect(edwardsPointFault(encode(P - 2n))).toBeUndefined();
  });

  it('refuses no key that somebody made', async () => {
    for (const name of ['test', 'another', 'third']) {
      const { publicJwk } = await testKey('EdDSA', name);
      expect(edwardsPointFault(Buffer.from(publicJwk.x as string, 'base64url'))).toBeUndefined();
    }
  });

  it('refuses a point if and only if it is of small order', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: P - 1n }), (y) => {
        const point = pointAt(y);
        if (point === undefined) return;
        expect(edwardsPointFault(encode(y)) !== undefined).toBe(isOfSmallOrder(point));
      }),
      { numRuns: 30 },
    );
  });
});
