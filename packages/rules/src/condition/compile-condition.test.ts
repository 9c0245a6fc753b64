import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { condition, value } from '../arbitrary-rules.fixture.ts';
import type { Condition } from '../rule.ts';
import { compileCondition, MAX_PATTERN_TEXT } from './compile-condition.ts';
import { loadRegexCompiler, type RegexCompiler } from './regex.ts';

let regex: RegexCompiler;
beforeAll(async () => {
  regex = await loadRegexCompiler();
});

const meets = (source: Condition, given: unknown) => compileCondition(source, regex).meets(given);

const WRONG = [undefined, null, {}, { x: 'x' }, ['x'], [['x']], [], Symbol('x')];

describe('a condition is not met by what is missing or of another type', () => {
  it.each([['x'], [1], [true], [['x', 1]], [{ glob: '**' }], [{ regex: '(?s).*' }]] as readonly [
    Condition,
  ][])('%j', (source) => {
    for (const given of WRONG) expect(meets(source, given)).toBe(false);
  });

  it.each([
    ['1', 1],
    [1, '1'],
    ['true', true],
    [true, 'true'],
    [false, 0],
    [0, ''],
    [0, null],
    ['null', null],
    ['', null],
    [['1', 'true'], 1],
    [{ glob: '*' }, 1],
    [{ glob: '**' }, true],
    [{ regex: '.*' }, 0],
    ['x', 'X'],
    ['é', 'e\u0301'],
  ] as readonly [Condition, unknown][])('%j by %j', (source, given) => {
    expect(meets(source, given)).toBe(false);
  });

  it.each([
    [{ has: 'x' }, 'x'],
    [{ has: 'x' }, { x: 'x' }],
    [{ has: 'x' }, { 0: 'x', length: 1 }],
    [{ has: 'x' }, []],
    [{ has: 'x' }, ['xx', 'X', 1, null]],
    [{ has: 'x' }, [['x']]],
    [{ has: 1 }, ['1']],
    [{ has: { glob: '*' } }, [1, 'a/b']],
    [{ has: { regex: 'a' } }, ['ab']],
    [{ has: ['x', 'y'] }, ['z']],
  ] as readonly [Condition, unknown][])('%j by %j', (source, given) => {
    expect(meets(source, given)).toBe(false);
  });
});

describe('a condition is met', () => {
  it.each([
    ['x', 'x'],
    ['', ''],
    [1, 1],
    [0, -0],
    [false, false],
    [['x', 1, false], false],
    [{ glob: 'a/*' }, 'a/b'],
    [{ regex: 'a|b' }, 'b'],
    [{ has: 'x' }, ['y', 'x']],
    [{ has: ['x', 1] }, [1]],
    [{ has: { glob: 'a*' } }, [null, 'ab']],
    [{ has: { regex: 'a+' } }, ['aa', {}]],
  ] as readonly [Condition, unknown][])('%j by %j', (source, given) => {
    expect(meets(source, given)).toBe(true);
  });

  it('by exactly the values that it counts (property)', () => {
    fc.assert(
      fc.property(condition, value, (source, given) => {
        const { values, meets: met } = compileCondition(source, regex);
        if (values === undefined) return;
        expect(met(given)).toBe(values.some((each) => each === given));
      }),
    );
  });

  it('by a list just when one element of it would do (property)', () => {
    fc.assert(
      fc.property(condition, value, (source, given) => {
        fc.pre(typeof source !== 'object' || !('has' in source));
        const inner = compileCondition(source, regex);
        const expected = Array.isArray(given) && given.some((each) => inner.meets(each));
        expect(meets({ has: source }, given)).toBe(expected);
      }),
    );
  });
});

describe('a pattern', () => {
  it.each([{ glob: '**' }, { regex: '.*' }, { has: { regex: 'a*' } }])(
    'looks at no text over its limit: %j',
    (source) => {
      const of = (length: number) => {
        const text = 'a'.repeat(length);
        return 'has' in source ? [text] : text;
      };
      expect(meets(source, of(MAX_PATTERN_TEXT))).toBe(true);
      expect(meets(source, of(MAX_PATTERN_TEXT + 1))).toBe(false);
    },
  );

  it('is done with in bounded time, whatever it is', () => {
    const worst = compileCondition({ regex: '[ab]*a[ab]{900}' }, regex);
    const text = 'ab'.repeat(MAX_PATTERN_TEXT / 2);
    worst.meets(text);
    const started = performance.now();
    worst.meets(text);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('compileCondition', () => {
  it('throws for a regular expression that cannot be compiled, and without a compiler', () => {
    expect(() => compileCondition({ regex: '(' }, regex)).toThrow(TypeError);
    expect(() => compileCondition({ regex: 'a' }, undefined)).toThrow(TypeError);
    expect(() => compileCondition({ has: { regex: 'a' } }, undefined)).toThrow(TypeError);
  });
});
