import { describe, expect, it } from 'vitest';
import { tallyJson } from './tally-json.ts';

describe('tallyJson', () => {
  it.each([
    ['1', 0, 0],
    ['null', 0, 0],
    ['"a"', 0, 0],
    ['{}', 0, 1],
    ['[]', 0, 1],
    ['[null,[1],{}]', 0, 3],
    ['{"a":{"b":[],"c":null},"d":1}', 4, 3],
    ['[{"a":1},{"a":1}]', 2, 3],
    ['{"__proto__":{"a":1},"length":2}', 3, 2],
  ])('%s has %i members and %i containers', (text, members, containers) => {
    expect(tallyJson(JSON.parse(text))).toEqual({ members, containers });
  });

  it('takes any depth', () => {
    const text = `${'[{"a":'.repeat(50_000)}1${'}]'.repeat(50_000)}`;
    expect(tallyJson(JSON.parse(text))).toEqual({ members: 50_000, containers: 100_000 });
  });
});
