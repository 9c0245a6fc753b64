import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGoGlob } from './go-glob.ts';

/** https://github.com/ryanuber/go-glob, glob_test.go (read 2026-11). */
const TEXT = 'this is a test';
const goGlob = (pattern: string, text: string) => compileGoGlob(pattern)(text);

describe('compileGoGlob', () => {
  it.each([
    ['', 'test'],
    ['test', ''],
    ['test*', TEXT],
    ['*is', TEXT],
    ['*no*', TEXT],
    [`${'*'.repeat(1000)}x`, ''],
    [`x${'*'.repeat(1000)}`, ''],
    // What follows is of this project.
    ['a*a', 'a'],
    ['ab*ba', 'aba'],
    ['?', 'a'],
    ['[a]', 'a'],
    ['repo:acme/*', 'Repo:acme/app'],
    ['\\*', 'a'],
  ])('does not match %j with %j', (pattern, text) => {
    expect(goGlob(pattern, text)).toBe(false);
  });

  it.each([
    ['', ''],
    ['*', ''],
    ['**', ''],
    ['*'.repeat(1000), ''],
    ['test', 'test'],
    ['*test', TEXT],
    ['this*', TEXT],
    ['*is *', TEXT],
    ['*is*a*', TEXT],
    ['**test**', TEXT],
    ['**is**a***test*', TEXT],
    // What follows is of this project.
    ['a*', 'a'],
    ['a*b*a', 'aba'],
    ['repo:acme/*', 'repo:acme/a/b:c'],
    ['*\n*', '\n'],
  ])('matches %j with %j', (pattern, text) => {
    expect(goGlob(pattern, text)).toBe(true);
  });

  it('agrees with a table of all prefixes (property)', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 10 });
    fc.assert(
      fc.property(few, few, (pattern, text) => {
        expect(goGlob(pattern, text)).toBe(byTable(pattern, text));
      }),
      { numRuns: 2000 },
    );
  });
});

/** Which prefixes of the text each prefix of the pattern matches: slow, and plain to see. */
function byTable(pattern: string, text: string): boolean {
  let ends = new Set([0]);
  for (const character of pattern) {
    const next = new Set<number>();
    for (const end of ends) {
      if (character === '*') for (let to = end; to <= text.length; to++) next.add(to);
      else if (text[end] === character) next.add(end + 1);
    }
    ends = next;
  }
  return ends.has(text.length);
}
