import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuTimeOf } from '../cpu-time.fixture.ts';
import { compileGlob, globFault } from './glob.ts';

/** The same by another engine: JavaScript's own. */
function asRegExp(glob: string): RegExp {
  const source = glob.replaceAll(/\\([^])|(\*\*|\*|\?)|([^])/gu, (_, escaped, wild, plain) => {
    if (wild === '**') return '[^]*';
    if (wild === '*') return '[^/]*';
    if (wild === '?') return '[^/]';
    return `\\u{${((escaped ?? plain) as string).codePointAt(0)?.toString(16)}}`;
  });
  return new RegExp(`^(?:${source})$`, 'u');
}

describe('compileGlob', () => {
  it.each([
    ['a', 'A'],
    ['a', 'ab'],
    ['a', 'ba'],
    ['a', ''],
    ['a', 'a\n'],
    ['*', 'a/b'],
    ['*', '/'],
    ['?', ''],
    ['?', '/'],
    ['?', 'ab'],
    ['release/*', 'release/'.slice(0, -1)],
    ['release/*', 'release/a/b'],
    ['release/*', 'xrelease/a'],
    ['release/*', 'refs/heads/release/a'],
    ['a**b', 'a/c'],
    ['*.example.com', 'example.com'],
    ['*.example.com', 'a.example.com.evil.test'],
    ['*.example.com', 'a/.example.com'],
    ['a.c', 'abc'],
    ['[ab]', 'a'],
    ['(a|b)', 'a'],
    ['a\\*', 'ab'],
    ['a\\?', 'ab'],
    ['^a$', 'a'],
    ['{a,b}', 'a'],
  ])('%j does not take %j', (glob, text) => {
    expect(compileGlob(glob)(text)).toBe(false);
  });

  it.each([
    ['a', 'a'],
    ['*', ''],
    ['*', 'a.b\nc'],
    ['**', ''],
    ['**', 'a/b//c\n'],
    ['?', '\u{1f600}'],
    ['release/*', 'release/'],
    ['release/*', 'release/1.0'],
    ['acme/**', 'acme/a/b/c'],
    ['**/main', 'a/b/main'],
    ['***', 'a/b'],
    ['a?c/*', 'abc/'],
    ['a\\*', 'a*'],
    ['a\\?\\\\', 'a?\\'],
    ['\\a', 'a'],
    ['.+^$()[]{}|', '.+^$()[]{}|'],
  ])('%j takes %j', (glob, text) => {
    expect(compileGlob(glob)(text)).toBe(true);
  });

  it('takes what the like regular expression takes, and nothing else (property)', () => {
    const piece = fc.constantFrom(
      '*',
      '**',
      '?',
      '/',
      'a',
      'b',
      '\\*',
      '\\\\',
      '.',
      '\n',
      '\u{1f600}',
    );
    const character = fc.constantFrom(
      '/',
      'a',
      'a',
      'b',
      '*',
      '\\',
      '.',
      '\n',
      '\u{1f600}',
      '\ud83d',
    );
    const text = fc.array(character, { maxLength: 12 }).map((all) => all.join(''));
    const glob = fc.array(piece, { maxLength: 8 }).map((all) => all.join(''));
    fc.assert(
      fc.property(glob, text, (pattern, subject) => {
        expect(compileGlob(pattern)(subject)).toBe(asRegExp(pattern).test(subject));
      }),
      { numRuns: 5000 },
    );
  });

  it.each(['**a'.repeat(20), '*a'.repeat(20), '**'.repeat(20), `${'*?'.repeat(20)}b`])(
    'judges 20,000 characters by %s in bounded time',
    (glob) => {
      const matches = compileGlob(glob);
      expect(cpuTimeOf(() => matches(`${'a'.repeat(19_999)}!`))).toBeLessThan(1_500_000);
    },
  );

  it('takes time that grows with the text, and no faster', () => {
    const matches = compileGlob('**a'.repeat(12));
    const timeOf = (length: number) => cpuTimeOf(() => matches(`${'a'.repeat(length)}!`));
    timeOf(20_000);
    const short = Math.min(...Array.from({ length: 5 }, () => timeOf(5000)));
    const long = Math.min(...Array.from({ length: 5 }, () => timeOf(40_000)));
    // Eight times the text; sixty-four times the time would be quadratic.
    expect(long / short).toBeLessThan(30);
  });
});

describe('globFault', () => {
  it('finds an empty one', () => {
    expect(globFault('')).toBe('is empty');
  });

  it.each(['\\', 'a\\', 'a\\\\\\', '*\\'])('finds %j', (glob) => {
    expect(globFault(glob)).toContain('backslash');
  });

  it.each(['a', '\\\\', 'a\\\\\\\\', '\\a', '*'])('finds nothing wrong with %j', (glob) => {
    expect(globFault(glob)).toBeUndefined();
  });
});
