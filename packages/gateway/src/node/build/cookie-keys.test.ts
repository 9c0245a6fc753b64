import { expect, it } from 'vitest';
import {
  type CookieKey,
  formatCookieKeys,
  parseCookieKeys,
  ROTATE_AFTER,
  secretsOf,
  turnOver,
} from './cookie-keys.ts';

const DAY = 86_400;
const LIFETIME = DAY;
const NOW = 1_800_000_000;

const key = (age: number, byte = 1): CookieKey => ({
  madeAt: NOW - age,
  secret: Buffer.alloc(32, byte).toString('base64'),
});

it.each([
  ['nothing', ''],
  ['no JSON', 'secret'],
  ['no key', '{"version":1,"keys":[]}'],
  ['another version', formatCookieKeys([key(0)]).replace('1', '2')],
  ['a short secret', '{"version":1,"keys":[{"madeAt":1,"secret":"c2hvcnQ="}]}'],
  ['a time that is none', formatCookieKeys([{ ...key(0), madeAt: Number.NaN }])],
  ['one that is none among good ones', formatCookieKeys([key(0), {} as CookieKey])],
])('takes a file with %s for broken', (_, text) => {
  expect(parseCookieKeys(text)).toBeUndefined();
});

it('reads what it wrote, the newest first', () => {
  expect(parseCookieKeys(formatCookieKeys([key(9), key(1)]))).toEqual([key(1), key(9)]);
});

it('makes a key where there is none, and another when it is old', () => {
  const [first, ...more] = turnOver([], NOW, LIFETIME);
  expect([first?.madeAt, Buffer.from(first?.secret ?? '', 'base64').length, more]).toEqual([
    NOW,
    32,
    [],
  ]);
  expect(turnOver([key(ROTATE_AFTER - 1)], NOW, LIFETIME)).toHaveLength(1);
  const turned = turnOver([key(ROTATE_AFTER)], NOW, LIFETIME);
  expect(turned.map(({ madeAt }) => NOW - madeAt)).toEqual([0, ROTATE_AFTER]);
  expect(turned[0]?.secret).not.toBe(turned[1]?.secret);
});

it('seals by a new key only when all processes have read it', () => {
  const [old, fresh] = [key(ROTATE_AFTER, 1), key(7199, 2)];
  expect(secretsOf([fresh, old], NOW)).toEqual([old.secret, fresh.secret]);
  const known = key(7200, 2);
  expect(secretsOf([known, old], NOW)).toEqual([known.secret, old.secret]);
  expect(secretsOf([key(0)], NOW)).toEqual([key(0).secret]);
});

it('forgets a key when nothing is good any more that it sealed', () => {
  const [old, next] = [key(40 * DAY, 1), key(LIFETIME + 7200 - 1, 2)];
  expect(turnOver([next, old], NOW, LIFETIME)).toEqual([next, old]);
  expect(turnOver([key(LIFETIME + 7200, 2), old], NOW, LIFETIME)).toEqual([
    key(LIFETIME + 7200, 2),
  ]);
});
