import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasDuplicateMembers } from './duplicate-members.ts';

const judge = (text: string) => hasDuplicateMembers(text, JSON.parse(text));

describe('hasDuplicateMembers', () => {
  it.each([
    '{"a":1,"a":2}',
    '{"a":1,"a":1}',
    '{"a":1,"b":2,"a":1}',
    '{"a":1,"\\u0061":2}',
    '{"":1,"":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"constructor":1,"constructor":2}',
    '{"1":1,"1":2}',
    '{"a":{"b":1,"b":2}}',
    '{"a":{"b":1},"a":{"b":1}}',
    '[{"b":1,"b":2}]',
    '{"a":[[{"b":[],"b":[]}]]}',
    '{"a:":":","a:":1}',
    '{"\\\\":1,"\\\\":1}',
    '{"\\"":1,"\\"":1}',
    ' { "a" : 1 , "a" : 2 } ',
  ])('finds the two members in %s', (text) => {
    expect(judge(text)).toBe(true);
  });

  it.each([
    '{}',
    '[]',
    '1',
    'null',
    '":"',
    '{"a":1,"A":1}',
    '{"a":1,"b":1}',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":":","b":"::"}',
    '{"a":"\\"b\\":1,\\"b\\":1"}',
    '{"a":"\\\\","b":1}',
    '{"a":"\\\\\\\\","b":":"}',
    '{"a":"\\\\\\":","b":1}',
    '{"__proto__":1,"constructor":2}',
    '{"1":1,"01":2}',
    '{"é":1,"e\u0301":2}',
  ])('finds none in %s', (text) => {
    expect(judge(text)).toBe(false);
  });

  it('finds none in what JSON.stringify writes', () => {
    const spaces = fc.constantFrom(undefined, 1, '\t');
    fc.assert(
      fc.property(fc.jsonValue(), spaces, (value, space) => {
        expect(judge(JSON.stringify(value, undefined, space))).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('finds the member that is written twice, wherever it is', () => {
    // Writes a value as JSON in which the object that is met first has its first member again.
    const write = (value: unknown, state: { done: boolean }): string => {
      if (typeof value !== 'object' || value === null) return JSON.stringify(value);
      if (Array.isArray(value)) return `[${value.map((item) => write(item, state)).join(',')}]`;
      const members = Object.entries(value).map(
        ([name, inner]) => `${JSON.stringify(name)}:${write(inner, state)}`,
      );
      if (members.length > 0 && !state.done) {
        state.done = true;
        members.push(...members.slice(0, 1));
      }
      return `{${members.join(',')}}`;
    };
    const awkward = fc.string({ unit: fc.constantFrom('"', '\\', ':', '{', '}', ',', 'a', '\n') });
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        awkward,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(awkward, tie('tree'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const state = { done: false };
        const text = write(value, state);
        expect(judge(text)).toBe(state.done);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes any depth and any length', () => {
    const deep = `{"a":${'[{"a":'.repeat(20_000)}1${'}]'.repeat(20_000)}}`;
    expect(judge(deep)).toBe(false);
    expect(judge(deep.replace('1', '{"b":1,"b":1}'))).toBe(true);
    const started = performance.now();
    expect(judge(`{"a":"${'\\\\'.repeat(500_000)}","b":"${'\\"'.repeat(500_000)}"}`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
