import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadRegexCompiler, type RegexCompiler } from './regex.ts';

let compile: RegexCompiler;
beforeAll(async () => {
  compile = await loadRegexCompiler();
});

function matches(pattern: string, text: string): boolean {
  const compiled = compile(pattern);
  if ('fault' in compiled) throw new Error(compiled.fault);
  return compiled.matches(text);
}

function faultOf(pattern: string): string {
  const compiled = compile(pattern);
  return 'fault' in compiled ? compiled.fault : 'none';
}

describe('a regular expression must match the whole text', () => {
  it.each([
    ['a', 'ab'],
    ['a', 'ba'],
    ['a|b', 'ax'],
    ['a|b', 'xb'],
    ['https://a|https://b', 'https://a.evil.test'],
    ['^a|b$', 'ax'],
    ['^a|b$', 'xb'],
    ['a$', 'a\n'],
    ['a', 'a\n'],
    ['a', '\na'],
    ['(?m)a$', 'a\nb'],
    ['(?m)^a$', 'b\na'],
    ['(?m)a|b', 'a\nb'],
    ['.*', 'a\nb'],
    ['.', ''],
    ['.*@example\\.com', 'alice@example.com.evil.test'],
    ['.*@example\\.com', 'alice@exampleXcom'],
    ['a\\z', 'ab'],
    ['(a)', 'aa'],
    ['[^b]', 'b'],
  ])('%j does not match %j', (pattern, text) => {
    expect(matches(pattern, text)).toBe(false);
  });

  it.each([
    ['a|b', 'a'],
    ['a|b', 'b'],
    ['^a$', 'a'],
    ['v[0-9]+', 'v12'],
    ['.*@example\\.com', 'alice@example.com'],
    ['(?s).*', 'a\nb'],
    ['(?i)MAIN', 'main'],
    ['.', '\u{1f600}'],
    ['\\p{Greek}+', 'αβγ'],
    ['', ''],
  ])('%j matches %j', (pattern, text) => {
    expect(matches(pattern, text)).toBe(true);
  });

  it('as the engine of JavaScript does for what both know (property)', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '|',
      '.',
      '[ab]',
      'a*',
      'b?',
      '(?:a|b)',
      '(a)',
      '^',
      '$',
    );
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 5 });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), text, (pieces, subject) => {
        const pattern = pieces.join('');
        let oracle: RegExp;
        try {
          oracle = new RegExp(`^(?:${pattern})$`, 'u');
        } catch {
          return;
        }
        const compiled = compile(pattern);
        fc.pre('matches' in compiled);
        expect('matches' in compiled && compiled.matches(subject)).toBe(oracle.test(subject));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a regular expression is refused, and it is said why', () => {
  it.each([
    ['a)|(b', 'unexpected )'],
    ['(a', 'missing closing )'],
    ['a)', 'unexpected )'],
    ['[a', 'missing closing ]'],
    ['*', 'missing argument to repetition'],
    ['\\', 'trailing backslash'],
    ['(?=a)b', '(?='],
    ['(?!a)b', '(?!'],
    ['(?<=a)b', '(?<='],
    ['(?<!a)b', '(?<!'],
    ['(a)\\1', '\\1'],
    ['(?P<n>a)(?P=n)', '(?P'],
    ['(?>a)', '(?>'],
    ['a{1001}', 'invalid repeat count'],
    ['((a{100}){100}){100}', 'invalid repeat count'],
    // It would run on over the parenthesis that closes our group.
    ['\\Qa', 'missing closing )'],
  ])('%j', (pattern, fault) => {
    expect(faultOf(pattern)).toContain(fault);
  });
});

describe('a regular expression takes bounded time', () => {
  const long = 20_000;
  it.each([
    ['(a*)*b', 'a'.repeat(long)],
    ['(a|aa)+$', `${'a'.repeat(long)}b`],
    ['(x+x+)+y', 'x'.repeat(long)],
    ['(.*)(.*)(.*)(.*)(.*)z', 'x'.repeat(long)],
    ['(a|b|ab)*c', 'ab'.repeat(long / 2)],
    ['([a-z]+)*[0-9]', `${'a'.repeat(long)}!`],
  ])('%s', (pattern, text) => {
    const started = performance.now();
    expect(matches(pattern, text)).toBe(false);
    expect(performance.now() - started).toBeLessThan(1500);
  });
});

describe('a pattern that is too large', () => {
  it.each(['(?:abcdefgh){900}', '(?:[a-z]x){999}y*'])('is a fault: %s', (pattern) => {
    expect(compile(pattern)).toEqual({
      fault: 'it compiles to more than 2000 steps; repeat less',
    });
  });
});
