import { describe, expect, it } from 'vitest';
import { assertAddition, assertEntry, keyFault, valueFault } from './limits.ts';

describe('keyFault', () => {
  it.each(['', 'a b', 'ä', 'a\n', 'a\u0000', 'a{b}', 'a*', 'a,b', '../ä', 'x'.repeat(401)])(
    'refuses %j',
    (key) => {
      expect(keyFault(key)).toMatch(/^a key /);
    },
  );

  it.each(['a', 'AZaz09-_.:/', '/', '..', 'x'.repeat(400)])('takes %j', (key) => {
    expect(keyFault(key)).toBeUndefined();
  });
});

describe('valueFault', () => {
  it('counts bytes, not characters', () => {
    expect(valueFault('x'.repeat(65_537))).toContain('65537 bytes');
    expect(valueFault('€'.repeat(21_846))).toContain('65538 bytes');
    expect(valueFault('€'.repeat(21_845))).toBeUndefined();
    expect(valueFault('x'.repeat(65_536))).toBeUndefined();
  });

  it('refuses half a character, which UTF-8 cannot carry', () => {
    expect(valueFault('a\ud83d')).toBe('a value is not well-formed text');
    expect(valueFault('\ude00a')).toBe('a value is not well-formed text');
    expect(valueFault('a😀')).toBeUndefined();
  });

  it('has no value in what it says', () => {
    expect(valueFault('hunter2'.repeat(20_000))).not.toContain('hunter2');
  });
});

describe('what is asked of every change', () => {
  it.each([Number.NaN, Infinity, -Infinity])('expiry is no %s', (expiresAt) => {
    expect(() => assertEntry('k', 'v', expiresAt)).toThrow(RangeError);
    expect(() => assertAddition('k', 1, expiresAt)).toThrow(RangeError);
  });

  it.each([0.5, Number.NaN, 2 ** 53])('nothing like %s is added', (n) => {
    expect(() => assertAddition('k', n, 1)).toThrow(RangeError);
  });
});
