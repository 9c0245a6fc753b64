import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileGlob } from '../condition/glob.ts';
import { loadRegexCompiler, type RegexCompiler } from '../condition/regex.ts';
import { cpuTimeOf } from '../cpu-time.fixture.ts';
import { globLanguage } from './glob-language.ts';
import {
  ANY_TEXT,
  holds,
  intersect,
  isAnyText,
  isEmpty,
  type Language,
  languageOfTexts,
  NO_TEXT,
  sampleOf,
  subtract,
  unite,
  UNKNOWN_TEXT,
  without,
} from './language.ts';
import { meets } from './meets.ts';
import { regexLanguage } from './regex-language.ts';

let compile: RegexCompiler;
beforeAll(async () => {
  compile = await loadRegexCompiler();
});

/** A language, and the same as a function that does not know of languages. */
interface Known {
  readonly language: Language;
  readonly takes: (text: string) => boolean;
}

const character = fc.constantFrom('a', 'a', 'b', '/', 'k', 'K', '\u212a', '\u{1f600}', '\n', '.');
const text = fc.array(character, { maxLength: 6 }).map((all) => all.join(''));

const glob = fc
  .array(fc.constantFrom('*', '**', '?', '/', 'a', 'b', '\\*', '\u{1f600}'), { maxLength: 6 })
  .map((all) => all.join(''));

const regex: fc.Arbitrary<string> = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', '.', '/', '[ab]', '[^a]', '\\w', '\\pL', '(?i:k)', '(?s:.)', ''),
    fc.constantFrom('^', '$', '\\b', '(?m:^)', '(?m:$)', '\\B', '\u{1f600}', '(?i:é)'),
    fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => `${one}${other}`),
    fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => `(?:${one}|${other})`),
    fc
      .tuple(tie('tree'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '*?'))
      .map(([one, times]) => `(?:${one})${times}`),
  ),
})).tree;

function known(pattern: { readonly glob: string } | { readonly regex: string }): Known {
  if ('glob' in pattern) {
    return { language: globLanguage(pattern.glob), takes: compileGlob(pattern.glob) };
  }
  const compiled = compile(pattern.regex);
  if ('fault' in compiled) throw new Error(compiled.fault);
  return { language: regexLanguage(compiled), takes: compiled.matches };
}

const pattern = fc.oneof(
  glob.map((each) => ({ glob: each })),
  regex.map((each) => ({ regex: each })),
);
const texts = fc.array(text, { minLength: 1, maxLength: 30 });

describe('the language of a pattern', () => {
  it('holds what a glob takes, and nothing else (property)', () => {
    fc.assert(
      fc.property(glob, texts, (given, all) => {
        const { language, takes } = known({ glob: given });
        expect(language.isExact).toBe(true);
        for (const each of all) expect(holds(language, each), each).toBe(takes(each));
      }),
      { numRuns: 1000 },
    );
  });

  it('holds all that a regular expression matches, and nothing else where it is exact (property)', () => {
    let exact = 0;
    fc.assert(
      fc.property(regex, texts, (given, all) => {
        const { language, takes } = known({ regex: given });
        if (language.isExact) exact++;
        for (const each of all) {
          if (takes(each)) expect(holds(language, each), each).toBe(true);
          else if (language.isExact) expect(holds(language, each), each).toBe(false);
        }
      }),
      { numRuns: 2000 },
    );
    expect(exact).toBeGreaterThan(1000);
  });

  it.each([
    ['main|release/[0-9]+\\.[0-9]+', true],
    ['(?i)main', true],
    ['^refs/heads/.*$', true],
    ['v\\d+(?:\\.\\d+){0,3}', true],
    ['\\p{Greek}+', true],
    ['\\bmain\\b', false],
    ['(?m)^a$', false],
    ['(?i)é', false],
  ])('of %s is exact: %s', (given, isExact) => {
    expect(known({ regex: given }).language.isExact).toBe(isExact);
  });

  it('has a sample that the pattern takes (property)', () => {
    fc.assert(
      fc.property(pattern, (given) => {
        const { language, takes } = known(given);
        const sample = sampleOf(language);
        if (sample === undefined) expect(isEmpty(language)).toBe(true);
        else if (language.isExact) expect(takes(sample), sample).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('operations', () => {
  const list = fc.array(text, { maxLength: 4 });
  const anyKnown: fc.Arbitrary<Known> = fc.oneof(
    pattern.map((given) => known(given)),
    list.map((all) => ({
      language: languageOfTexts(all),
      takes: (each: string) => all.includes(each),
    })),
    fc.constant({ language: ANY_TEXT, takes: () => true }),
    fc.constant({ language: NO_TEXT, takes: () => false }),
    fc.constant({ language: UNKNOWN_TEXT, takes: () => false }),
  );

  function check(made: Language, takes: (text: string) => boolean, all: readonly string[]) {
    for (const each of all) {
      if (takes(each)) expect(holds(made, each), each).toBe(true);
      else if (made.isExact) expect(holds(made, each), each).toBe(false);
    }
  }

  it('hold what they should, and nothing else where they are exact (property)', () => {
    fc.assert(
      fc.property(anyKnown, anyKnown, texts, (one, other, all) => {
        const both = intersect(one.language, other.language);
        check(both, (each) => one.takes(each) && other.takes(each), all);
        check(without(one.language), (each) => !one.takes(each), all);
        const rest = subtract(one.language, other.language);
        check(rest, (each) => one.takes(each) && !other.takes(each), all);
        const either = unite([one.language, other.language]);
        check(either, (each) => one.takes(each) || other.takes(each), all);
      }),
      { numRuns: 2000 },
    );
  });

  it('are exact for what is exact', () => {
    const one = globLanguage('acme/**');
    const other = globLanguage('*/web');
    expect(intersect(one, other).isExact).toBe(true);
    expect(sampleOf(intersect(one, other))).toBe('acme/web');
    expect(without(one).isExact).toBe(true);
    expect(sampleOf(subtract(one, other))).toBe('acme/');
    expect(isEmpty(subtract(other, unite([other, one])))).toBe(true);
    expect(isEmpty(without(globLanguage('***')))).toBe(true);
    expect(isAnyText(globLanguage('***'))).toBe(true);
  });

  it.each([
    `${'*?'.repeat(2000)}a`,
    '**a'.repeat(1000),
    '*'.repeat(4000),
    `**a${'?'.repeat(40)}`,
    '*a**'.repeat(500),
  ])('do bounded work for a hostile glob (%#)', (hostile) => {
    const language = globLanguage(hostile);
    expect(cpuTimeOf(() => without(language))).toBeLessThan(1_500_000);
    expect(cpuTimeOf(() => intersect(language, globLanguage('**b'.repeat(1000))))).toBeLessThan(
      1_500_000,
    );
  });

  it.each(['(?:a?){500}', '(?:.*a.{12}){20}', '\\pL{100}', '(?i:é){500}', '(?:(?:a*)*)*'])(
    'do bounded work for the regular expression %s',
    (hostile) => {
      let language = UNKNOWN_TEXT;
      const spent = cpuTimeOf(() => {
        ({ language } = known({ regex: hostile }));
        without(language);
        intersect(language, globLanguage('**b'.repeat(300)));
      });
      expect(spent).toBeLessThan(1_500_000);
    },
  );

  it('say that they are not exact where it was too much work', () => {
    const language = globLanguage(`**a${'?'.repeat(40)}`);
    expect(without(language)).toBe(UNKNOWN_TEXT);
    expect(holds(intersect(ANY_TEXT, without(language)), 'a')).toBe(true);
  });
});

describe('texts that are counted', () => {
  /** No one may have asked for its automaton, which takes many times the room of the texts. */
  const bare = (...given: readonly string[]): Language => ({
    texts: new Set(given),
    isExact: true,
    get automaton(): never {
      throw new Error('it was made');
    },
  });

  it('are looked up without an automaton', () => {
    const [ab, bc] = [bare('a', 'b'), bare('b', 'c')];
    expect(holds(ab, 'a')).toBe(true);
    expect(isEmpty(ab)).toBe(false);
    expect(isAnyText(ab)).toBe(false);
    expect(sampleOf(ab)).toBe('a');
    expect(intersect(ab, bc).texts).toEqual(new Set(['b']));
    expect(intersect(ANY_TEXT, ab).texts).toEqual(ab.texts);
    expect(intersect(ab, UNKNOWN_TEXT)).toMatchObject({ texts: ab.texts, isExact: false });
    expect(subtract(ab, bc).texts).toEqual(new Set(['a']));
    expect(unite([ab, bc]).texts).toEqual(new Set(['a', 'b', 'c']));
    expect(meets(ab, bc)).toBe(true);
    expect(meets(ab, bare('c'))).toBe(false);
  });
});
