import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob } from '../condition/glob.ts';
import { cpuTimeOf } from '../cpu-time.fixture.ts';
import { narrowParts } from './concatenation.ts';
import { globLanguage } from './glob-language.ts';
import {
  ANY_TEXT,
  holds,
  isEmpty,
  type Language,
  languageOfTexts,
  NO_TEXT,
  sampleOf,
  UNKNOWN_TEXT,
} from './language.ts';

const exactly = (...texts: readonly string[]) => languageOfTexts(texts);

/** All texts of up to three characters of a small alphabet. */
const ALL = ['', ...spell(1), ...spell(2), ...spell(3)];

function spell(length: number): readonly string[] {
  const shorter = length === 1 ? [''] : spell(length - 1);
  return shorter.flatMap((text) => ['a', 'b', ':'].map((character) => text + character));
}

describe('narrowParts', () => {
  it.each([
    [['acme/web', ':production'], 'acme/*:production', ['acme/web', ':production']],
    [['acme/web', ':production'], 'acme/*:staging', undefined],
    [['project:', '**', ':', 'main'], 'project:acme/web:*', ['project:', 'acme/web', ':', 'main']],
    [['**', ':main'], '**:main:main', [':main', ':main']],
    [['**'], 'acme', ['acme']],
    [['a', '**', '?'], 'ab', ['a', '', 'b']],
  ])('of %j within %j leaves %j', (parts, whole, expected) => {
    const narrowed = narrowParts(parts.map(globLanguage), globLanguage(whole));
    const samples = narrowed.map(sampleOf);
    expect(samples).toEqual(expected ?? parts.map(() => undefined));
    expect(narrowed.every(({ isExact }) => isExact)).toBe(true);
  });

  it('keeps each text of a part that stands in a whole, and no other (property)', () => {
    const piece = fc.constantFrom('a', 'b', ':', '*', '?', 'ab', '*:');
    const glob = fc.array(piece, { maxLength: 4 }).map((all) => all.join(''));
    const texts = fc.array(fc.constantFrom(...ALL), { maxLength: 3 });
    interface Known {
      readonly language: Language;
      readonly takes: (text: string) => boolean;
    }
    const part: fc.Arbitrary<Known> = fc.oneof(
      glob.map((each) => ({ language: globLanguage(each), takes: compileGlob(each) })),
      texts.map((all) => ({
        language: exactly(...all),
        takes: (each: string) => all.includes(each),
      })),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), glob, (parts, whole) => {
        const narrowed = narrowParts(
          parts.map(({ language }) => language),
          globLanguage(whole),
        );
        const takes = compileGlob(whole);
        const short = ALL.filter((text) => text.length <= (parts.length === 3 ? 1 : 2));
        const choices = short.map((text) => [text]);
        let spelled: readonly (readonly string[])[] = choices;
        for (let more = 1; more < parts.length; more++) {
          spelled = spelled.flatMap((begun) => choices.map((next) => [...begun, ...next]));
        }
        for (const each of spelled) {
          const fits = each.every((text, at) => parts[at]?.takes(text)) && takes(each.join(''));
          if (!fits) continue;
          for (const [at, text] of each.entries()) {
            expect(holds(narrowed[at] as Language, text)).toBe(true);
          }
        }
        // What is left of a part stands in a whole: its sample, and some of the others.
        for (const [at, language] of narrowed.entries()) {
          expect(isEmpty(language)).toBe(isEmpty(narrowed[0] as Language));
          const sample = sampleOf(language);
          if (sample === undefined) continue;
          expect(parts[at]?.takes(sample)).toBe(true);
          const fixed = narrowed.map((other, index) => (index === at ? exactly(sample) : other));
          expect(narrowParts(fixed, globLanguage(whole)).some(isEmpty)).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('narrows nothing where the whole is not known, and says so', () => {
    const parts = [exactly('a'), globLanguage('b*')];
    const narrowed = narrowParts(parts, UNKNOWN_TEXT);
    expect(narrowed.map(({ isExact }) => isExact)).toEqual([false, false]);
    expect(narrowed.map(sampleOf)).toEqual(['a', 'b']);
    expect(narrowParts(parts, ANY_TEXT)).toBe(parts);
    expect(narrowParts([NO_TEXT, ANY_TEXT], UNKNOWN_TEXT).every(isEmpty)).toBe(true);
  });

  it('does bounded work', () => {
    const hostile = globLanguage('**a'.repeat(300));
    let narrowed: readonly Language[] = [];
    const spent = cpuTimeOf(() => {
      narrowed = narrowParts(
        Array.from({ length: 10 }, () => hostile),
        hostile,
      );
    });
    expect(spent).toBeLessThan(2_000_000);
    expect(narrowed.every(({ isExact }) => isExact)).toBe(false);
  });
});
