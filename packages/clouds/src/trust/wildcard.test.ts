import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesWildcard } from './wildcard.ts';

describe('matchesWildcard', () => {
  it.each([
    ['', 'a'],
    ['a', ''],
    ['?', ''],
    ['a?', 'a'],
    ['a*b', 'abc'],
    ['*a', 'ab'],
    ['A*', 'ab'],
    ['a.c', 'abc'],
    ['[ab]', 'a'],
  ])('does not match %j with %j', (pattern, text) => {
    expect(matchesWildcard(pattern, text)).toBe(false);
  });

  it.each([
    ['', ''],
    ['*', ''],
    ['**', 'a'],
    ['a*', 'a'],
    ['*?', 'a'],
    ['a*b*c', 'axbxbxc'],
    ['repo:acme/*', 'repo:acme/a/b:c'],
    ['*', 'a\nb'],
    ['?', '*'],
  ])('matches %j with %j', (pattern, text) => {
    expect(matchesWildcard(pattern, text)).toBe(true);
  });

  it('agrees with trying everything (property)', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 9 });
    fc.assert(
      fc.property(few, few, (pattern, text) => {
        expect(matchesWildcard(pattern, text)).toBe(byTrying(pattern, text));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no longer than the product of both lengths', () => {
    const started = performance.now();
    expect(matchesWildcard(`${'a*'.repeat(2000)}b`, 'a'.repeat(20_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

function byTrying(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [head, rest] = [pattern.charAt(0), pattern.slice(1)];
  if (head === '*')
    return byTrying(rest, text) || (text !== '' && byTrying(pattern, text.slice(1)));
  return text !== '' && (head === '?' || head === text.charAt(0)) && byTrying(rest, text.slice(1));
}
