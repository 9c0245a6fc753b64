import { expect, it } from 'vitest';
import { ownName } from './own-name.ts';

it.each([
  ['192.0.2.1', ['192.0.2.1']],
  ['2001:db8::1', ['[2001:db8::1]']],
  ['box.test', ['box.test']],
  ['0.0.0.0', []],
  ['::', []],
  ['fe80::1%eth0', []],
  ['', []],
])('of %o: %j', (host, names) => {
  expect(ownName({ host })).toEqual(names);
});
