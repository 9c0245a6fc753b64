import { expect, it } from 'vitest';
import { upstreamAudiences } from './upstream-audiences.ts';

it.each([
  [{ aud: 'a' }, ['a']],
  [{ aud: ['a', 'b'] }, ['a', 'b']],
  [{ aud: ['a', 1, null, ['b']] }, ['a']],
  [{ aud: [] }, []],
  [{ aud: null }, []],
  [{ aud: { a: 'b' } }, []],
  [{ aud: 1 }, []],
  [{}, []],
  [Object.create({ aud: 'a' }) as object, []],
])('upstreamAudiences of %j', (claims, expected) => {
  expect(upstreamAudiences(claims as Record<string, unknown>)).toEqual(expected);
});
