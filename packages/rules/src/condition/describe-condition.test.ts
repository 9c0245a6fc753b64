import { expect, it } from 'vitest';
import type { Condition } from '../rule.ts';
import { describeCondition } from './describe-condition.ts';

it.each([
  ['x', 'ref = "x"'],
  ['x" or ref = "y', 'ref = "x\\" or ref = \\"y"'],
  [1, 'ref = 1'],
  [true, 'ref = true'],
  [['a', 1, 'b, c'], 'ref is one of "a", 1, "b, c"'],
  [{ glob: 'release/*' }, 'ref matches "release/*"'],
  [{ regex: 'v[0-9]+' }, 'ref matches the whole of /v[0-9]+/'],
  [{ has: 'x' }, 'ref has an element that is "x"'],
  [{ has: ['a', 'b'] }, 'ref has an element that is one of "a", "b"'],
  [{ has: { glob: '*' } }, 'ref has an element that matches "*"'],
  [{ has: { regex: 'a|b' } }, 'ref has an element that matches the whole of /a|b/'],
] as readonly [Condition, string][])('describeCondition says %j', (condition, words) => {
  expect(describeCondition('ref', condition)).toBe(words);
});
