import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimFault, isSafeNumber } from './claim-fault.ts';

const LARGEST = Number.MAX_SAFE_INTEGER;

describe('claimFault', () => {
  it.each([
    '1e999',
    '-1e999',
    '9007199254740992',
    '9007199254740993',
    '-9007199254740993',
    '1e300',
  ])('refuses the number %s, at any depth', (number) => {
    for (const text of [number, `[${number}]`, `{"a":[{"b":${number}}]}`]) {
      expect(claimFault(JSON.parse(text), undefined)).toContain('number');
    }
  });

  it.each([
    '"\\ud800"',
    '"\\udc00x"',
    '"x\\ud83d"',
    '"\\ude00\\ud83d"',
    '["\\ud800"]',
    '{"\\udfff":1}',
  ])('refuses half a surrogate pair: %s', (text) => {
    expect(claimFault(JSON.parse(text), undefined)).toContain('no Unicode');
    expect(claimFault({ a: JSON.parse(text) as unknown }, 1000)).toContain('no Unicode');
  });

  it.each([
    [LARGEST],
    [-LARGEST],
    [0],
    [-0],
    [0.1],
    [1e-300],
    ['\u{1f600}'],
    ['9007199254740993'],
    [null],
    [true],
    [{ __proto__: null, a: ['b', { c: LARGEST }] }],
  ])('finds nothing wrong with %j', (value) => {
    expect(claimFault(value, undefined)).toBeUndefined();
  });

  it.each([
    ['abc', 3],
    ['ä', 2],
    ['€', 3],
    ['\u{1f600}', 4],
    ['"\\\n', 3],
    ['', 0],
    [['a'], 5],
    [{ ä: 1 }, 8],
    [true, 4],
    [12, 2],
  ])('counts the bytes of %j as %d', (value, bytes) => {
    expect(claimFault(value, bytes)).toBeUndefined();
    expect(claimFault(value, bytes - 1)).toBe(`has ${bytes} bytes, the limit is ${bytes - 1}`);
  });

  it('lets no text over its limit pass, as Buffer counts it (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, limit) => {
        const fits = Buffer.byteLength(text, 'utf8') <= limit;
        expect(claimFault(text, limit) === undefined).toBe(fits);
      }),
    );
  });

  it('passes exactly the texts that UTF-8 carries over unchanged (property)', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '\ud83d', '\ude00', '\udbff', '\u{1f600}'),
    });
    fc.assert(
      fc.property(text, (value) => {
        const unchanged = Buffer.from(value, 'utf8').toString('utf8') === value;
        expect(claimFault(value, undefined) === undefined).toBe(unchanged);
        expect(claimFault([{ [value]: 1 }], undefined) === undefined).toBe(unchanged);
      }),
    );
  });
});

describe('isSafeNumber', () => {
  it.each([LARGEST + 1, -LARGEST - 1, Number.POSITIVE_INFINITY, Number.NaN])(
    'refuses %d',
    (value) => {
      expect(isSafeNumber(value)).toBe(false);
    },
  );

  it.each([LARGEST, -LARGEST, 0, 1.5])('takes %d', (value) => {
    expect(isSafeNumber(value)).toBe(true);
  });
});
