import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob } from '../condition/glob.ts';
import { commonEnds } from './common-ends.ts';
import { concatenate } from './concatenate.ts';
import { narrowParts } from './concatenation.ts';
import { globLanguage } from './glob-language.ts';
import {
  ANY_TEXT,
  holds,
  intersect,
  isEmpty,
  languageOfTexts,
  NO_TEXT,
  UNKNOWN_TEXT,
} from './language.ts';
import { meets } from './meets.ts';
import { sampleParts } from './sample-parts.ts';
import { textsOfLength } from './texts-of-length.ts';

const glob = fc
  .array(fc.constantFrom('a', 'b', ':', '*', '**', '?', 'ab'), { maxLength: 5 })
  .map((all) => all.join(''));
const text = fc
  .array(fc.constantFrom('a', 'b', ':', '/'), { maxLength: 6 })
  .map((all) => all.join(''));
const texts = fc.array(text, { maxLength: 4 });
const language = fc.oneof(
  glob.map(globLanguage),
  texts.map(languageOfTexts),
  fc.constantFrom(ANY_TEXT, NO_TEXT, UNKNOWN_TEXT),
);

describe('meets', () => {
  it('says whether an intersection holds something (property)', () => {
    fc.assert(
      fc.property(language, language, (one, other) => {
        expect(meets(one, other)).toBe(!isEmpty(intersect(one, other)));
      }),
      { numRuns: 2000 },
    );
  });

  it('says yes where it would be too much work', () => {
    const hostile = globLanguage(`${'**a'.repeat(500)}b`);
    expect(meets(hostile, globLanguage(`${'**b'.repeat(500)}c`))).toBe(true);
    expect(meets(hostile, globLanguage('c'))).toBe(false);
  });
});

describe('concatenate', () => {
  it('holds what is made of texts of the parts, and nothing else (property)', () => {
    fc.assert(
      fc.property(
        fc.array(glob, { minLength: 1, maxLength: 3 }),
        fc.array(text, { maxLength: 20 }),
        (globs, all) => {
          const whole = concatenate(globs.map(globLanguage));
          // Runs that meet are not one run: `*` and `**` are told apart by `/`, which no text here has between others.
          const takes = compileGlob(globs.join(''));
          for (const each of all.filter((given) => !given.includes('/'))) {
            expect(holds(whole, each), each).toBe(takes(each));
          }
        },
      ),
      { numRuns: 1000 },
    );
    expect(concatenate([ANY_TEXT, NO_TEXT])).toBe(NO_TEXT);
    expect(concatenate([languageOfTexts(['a', 'b']), languageOfTexts(['c'])]).texts).toEqual(
      new Set(['ac', 'bc']),
    );
    expect(concatenate([UNKNOWN_TEXT, languageOfTexts(['c'])]).isExact).toBe(false);
  });
});

describe('commonEnds', () => {
  it.each([
    ['acme/**', 'acme/', ''],
    ['**:main', '', ':main'],
    ['acme/*:main', 'acme/', ':main'],
    ['acme', 'acme', 'acme'],
    ['a?c', 'a', 'c'],
  ])('of %s are %j and %j', (given, beginning, ending) => {
    expect(commonEnds(globLanguage(given))).toEqual({ beginning, ending });
  });

  it('of some texts are those that they share', () => {
    const ends = commonEnds(languageOfTexts(['acme/web:prod', 'acme/wiki:prod']));
    expect(ends).toEqual({ beginning: 'acme/w', ending: ':prod' });
    expect(commonEnds(languageOfTexts(['a', 'b']))).toEqual({ beginning: '', ending: '' });
    expect(commonEnds(languageOfTexts(['aa', 'a']))).toEqual({ beginning: 'a', ending: 'a' });
  });

  it('are those of every text (property)', () => {
    fc.assert(
      fc.property(language, fc.array(text, { maxLength: 20 }), (given, all) => {
        const { beginning, ending } = commonEnds(given);
        for (const each of all) {
          if (!holds(given, each)) continue;
          expect(each.startsWith(beginning)).toBe(true);
          expect(each.endsWith(ending)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('sampleParts', () => {
  it('is made of the parts, and is one of the texts; where there is none, no parts are left (property)', () => {
    fc.assert(
      fc.property(fc.array(language, { minLength: 1, maxLength: 3 }), language, (parts, whole) => {
        const samples = sampleParts(parts, whole);
        const narrowed = narrowParts(parts, whole);
        if (samples === undefined || samples === null) {
          expect(samples).toBeUndefined();
          expect(narrowed.every(isEmpty)).toBe(true);
          return;
        }
        expect(holds(whole, samples.join(''))).toBe(true);
        for (const [at, sample] of samples.entries()) {
          expect(holds(parts[at] ?? NO_TEXT, sample)).toBe(true);
          expect(holds(narrowed[at] ?? NO_TEXT, sample)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('does bounded work, and says so', () => {
    const hostile = globLanguage('**a'.repeat(1000));
    expect(sampleParts([hostile, hostile], globLanguage('**b'.repeat(1000)))).toBeNull();
  });
});

describe('textsOfLength', () => {
  it.each([0, 1, 2, 5])('counts %i units as JavaScript does (property)', (units) => {
    const exact = textsOfLength(units, false);
    const least = textsOfLength(units, true);
    const character = fc.constantFrom('a', 'é', '\u{1f600}', '\ud83d');
    fc.assert(
      fc.property(fc.array(character, { maxLength: 6 }), (characters) => {
        const each = characters.join('');
        expect(holds(exact, each)).toBe(each.length === units);
        expect(holds(least, each)).toBe(each.length >= units);
      }),
    );
  });
});
