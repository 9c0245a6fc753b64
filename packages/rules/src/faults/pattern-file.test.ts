import * as fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { compileCondition } from '../condition/compile-condition.ts';
import { loadRegexCompiler, type RegexCompiler } from '../condition/regex.ts';
import type { Condition } from '../rule.ts';
import { filePatterns, type PlacedPattern } from './pattern-file.ts';

let regex: RegexCompiler;
beforeAll(async () => {
  regex = await loadRegexCompiler();
});

const piece = fc.constantFrom('a', 'b', '/', '*', '**', '?', String.raw`\*`, 'é', '😀');
const glob = fc
  .array(piece, { minLength: 1, maxLength: 6 })
  .map((pieces): Condition => ({ glob: pieces.join('') }));
const expression = fc.constantFrom<Condition>({ regex: 'a+' }, { regex: '.*b' });
const text = fc
  .array(fc.constantFrom('a', 'b', '/', '*', 'é', '😀'), { maxLength: 6 })
  .map((characters) => characters.join(''));

it('finds all patterns that take a value, and no other (property)', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(glob, expression), { maxLength: 12 }), text, (sources, value) => {
      const patterns = sources.map((source) => compileCondition(source, regex));
      const file = filePatterns([...patterns.entries()]);
      const taking = patterns.flatMap((pattern, position) =>
        pattern.meets(value) ? position : [],
      );
      expect(file(value).toSorted((a, b) => a - b)).toEqual(taking);
    }),
    { numRuns: 1000 },
  );
});

it.each([
  ['begin', (n: number) => `acme/x${n}/*`, (n: number) => `acme/x${n}/a`],
  ['end', (n: number) => `acme/*/x${n}`, (n: number) => `acme/a/x${n}`],
])('asks one pattern where all %s otherwise', (_, globOf, valueOf) => {
  let asked = 0;
  const patterns = Array.from({ length: 1000 }, (__, index): PlacedPattern => {
    const pattern = compileCondition({ glob: globOf(index) }, undefined);
    const meets = (value: unknown) => {
      asked++;
      return pattern.meets(value);
    };
    return [index, { ...pattern, meets }];
  });
  expect(filePatterns(patterns)(valueOf(500))).toEqual([500]);
  // Those whose number is the beginning or the end of this one's.
  expect(asked).toBeLessThan(10);
});

it('has nothing for a value that is no text', () => {
  const file = filePatterns([[0, compileCondition({ glob: '*' }, undefined)]]);
  expect(file(1)).toEqual([]);
});
