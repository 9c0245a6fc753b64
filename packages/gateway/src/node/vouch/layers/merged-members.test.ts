import { expect, it } from 'vitest';
import { mergedMembers } from './merged-members.ts';

it.each([
  [{ a: 1 }, { a: 1 }],
  [
    { '<<': { a: 1, b: 2 }, b: 3 },
    { a: 1, b: 3 },
  ],
  [
    { b: 3, '<<': { a: 1, b: 2 } },
    { a: 1, b: 3 },
  ],
  [{ '<<': [{ a: 1 }, { a: 2, b: 2 }] }, { a: 1, b: 2 }],
  [{ '<<': { '<<': { a: 1 }, b: 2 } }, { a: 1, b: 2 }],
  // A member that is a map is not merged itself.
  [{ '<<': { a: { b: 1 } }, a: { c: 2 } }, { a: { c: 2 } }],
  [{ '<<': [] }, {}],
])('of %j come to %j', (map, members) => {
  expect(mergedMembers(map)).toEqual(members);
});

it.each([1, 'text', null, [1], [[{ a: 1 }]], { '<<': 1 }])('brings nothing of %j', (brought) => {
  expect(mergedMembers({ '<<': brought })).toBeUndefined();
});
