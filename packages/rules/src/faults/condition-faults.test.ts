import { beforeAll, describe, expect, it } from 'vitest';
import { compileCondition } from '../condition/compile-condition.ts';
import { loadRegexCompiler, type RegexCompiler } from '../condition/regex.ts';
import type { Condition } from '../rule.ts';
import { conditionFault } from './condition-faults.ts';

let regex: RegexCompiler;
beforeAll(async () => {
  regex = await loadRegexCompiler();
});

describe('conditionFault finds', () => {
  it.each([
    [[], 'empty list'],
    [{ has: [] }, 'empty list'],
    [{ glob: '' }, 'has a glob that is empty'],
    [{ has: { glob: '' } }, 'has a glob that is empty'],
    [{ glob: 'a\\' }, 'has a glob that ends in a backslash'],
    [{ regex: '' }, 'regular expression that is empty'],
    [{ regex: 'a)|(b' }, 'RE2 does not take (error parsing regexp: unexpected )'],
    [{ regex: '(?=a)' }, 'RE2 does not take'],
    [{ has: { regex: '(a)\\1' } }, 'RE2 does not take'],
    [2 ** 53, 'beyond 2^53'],
    [-(2 ** 60), 'beyond 2^53'],
    [Number.POSITIVE_INFINITY, 'beyond 2^53'],
    [Number.NaN, 'beyond 2^53'],
    [['x', 2 ** 53], 'beyond 2^53'],
    [{ has: 2 ** 53 }, 'beyond 2^53'],
    [{ has: [1, 2 ** 53] }, 'beyond 2^53'],
    // Types let these pass; heeding one half of them would let in what the other keeps out.
    [{ glob: '**', regex: 'a' }, 'exactly one of'],
    [{ has: 'x', glob: '**' }, 'exactly one of'],
    [{ has: { glob: '**', regex: 'a' } }, 'exactly one of'],
    [{}, 'exactly one of'],
    [null, 'exactly one of'],
    [{ has: null }, 'exactly one of'],
  ] as unknown as readonly [Condition, string][])('what is wrong with %j', (condition, fault) => {
    expect(conditionFault(condition, regex)).toContain(fault);
  });
});

it.each([
  [''],
  [0],
  [false],
  [2 ** 53 - 1],
  [['a', 1, true]],
  [{ glob: '**' }],
  [{ regex: 'a|b' }],
  [{ has: 'x' }],
  [{ has: [''] }],
  [{ has: { regex: '.' } }],
] as readonly [Condition][])('conditionFault finds nothing wrong with %j', (condition) => {
  expect(conditionFault(condition, regex)).toBeUndefined();
});

describe('a star in a plain text', () => {
  it.each(['release/*', ['main', '*'], { has: 'team-*' }] as const)(
    'is a fault: %j',
    (condition) => {
      expect(conditionFault(condition as Condition, undefined)).toContain('write {glob: "…"}');
    },
  );

  it('is none in a glob, and can be meant there', () => {
    expect(conditionFault({ glob: 'a*\\*' }, undefined)).toBeUndefined();
    const { meets } = compileCondition({ glob: '\\*' }, undefined);
    expect([meets('*'), meets('a')]).toEqual([true, false]);
  });
});
