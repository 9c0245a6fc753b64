import { expect, it } from 'vitest';
import { groupId } from './group-id.ts';

it.each([
  ['0', 0],
  ['4294967294', 4_294_967_294],
  ['root', 0],
  ['no-such-group-anywhere', undefined],
  ['', undefined],
  ['-1', undefined],
])('the group %j has the number %j', async (name, id) => {
  expect(await groupId(name)).toBe(id);
});
