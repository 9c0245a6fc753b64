import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { condition, value } from '../arbitrary-rules.fixture.ts';
import type { Condition } from '../rule.ts';
import { compileCondition } from './compile-condition.ts';
import { implies, patternKey } from './implies.ts';
import { loadRegexCompiler, type RegexCompiler } from './regex.ts';

let regex: RegexCompiler;
beforeAll(async () => {
  regex = await loadRegexCompiler();
});

const check = (narrow: Condition, wide: Condition) =>
  implies(compileCondition(narrow, regex), compileCondition(wide, regex));

describe('implies', () => {
  it.each([
    ['x', 'x'],
    ['x', ['x', 'y']],
    [
      ['x', 'y'],
      ['y', 'x', 'z'],
    ],
    ['x', { glob: '*' }],
    [['x', 'xy'], { glob: 'x*' }],
    ['x', { regex: 'x|y' }],
    [{ glob: 'x*' }, { glob: 'x*' }],
    [{ glob: 'x*' }, { glob: '**' }],
    [{ regex: '.' }, { glob: '***' }],
    [{ glob: '***' }, { glob: '**' }],
    [{ regex: 'x' }, { regex: 'x' }],
    [{ has: 'x' }, { has: ['x', 'y'] }],
    [{ has: ['x', 'y'] }, { has: { glob: '?' } }],
    [{ has: { glob: 'x' } }, { has: { glob: '**' } }],
  ] as readonly [Condition, Condition][])('finds that %j is covered by %j', (narrow, wide) => {
    expect(check(narrow, wide)).toBe(true);
  });

  it.each([
    ['x', 'y'],
    ['1', 1],
    [['x', 'y'], 'x'],
    [1, { glob: '**' }],
    [['x', 1], { glob: '**' }],
    [{ glob: '*' }, { glob: 'x*' }],
    [{ glob: '**' }, { glob: '*' }],
    // Two patterns that cannot be compared: no claim is made.
    [{ glob: 'x*' }, { glob: '*' }],
    [{ regex: 'a' }, { regex: 'a|b' }],
    [{ glob: 'a' }, { regex: 'a' }],
    [{ glob: 'a' }, 'a'],
    ['x', { has: 'x' }],
    [{ has: 'x' }, 'x'],
    [{ has: { glob: '*' } }, { glob: '**' }],
    [{ glob: '*' }, { has: { glob: '**' } }],
    [{ has: ['x', 'y'] }, { has: 'x' }],
  ] as readonly [Condition, Condition][])(
    'does not say that %j is covered by %j',
    (narrow, wide) => {
      expect(check(narrow, wide)).toBe(false);
    },
  );

  it('is true only if whatever meets the one meets the other (property)', () => {
    fc.assert(
      fc.property(
        condition,
        condition,
        fc.array(value, { maxLength: 30 }),
        (narrow, wide, values) => {
          fc.pre(check(narrow, wide));
          const one = compileCondition(narrow, regex);
          const other = compileCondition(wide, regex);
          for (const each of values) if (one.meets(each)) expect(other.meets(each)).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('patternKey', () => {
  it('tells a glob from a regular expression of the same text', () => {
    expect(patternKey({ glob: 'a' })).not.toBe(patternKey({ regex: 'a' }));
    expect(patternKey({ regex: '**' })).not.toBe(patternKey({ glob: '**' }));
  });

  it.each(['x', 1, ['x'], { has: { glob: 'x' } }] as readonly Condition[])(
    'has none of %j',
    (source) => {
      expect(patternKey(source)).toBeUndefined();
    },
  );
});
