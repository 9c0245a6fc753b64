import { expect, it } from 'vitest';
import { copiedClaims } from './copied-claims.ts';

it.each([
  [{}, ['sub']],
  [{ claims: { x: 1 } }, ['sub']],
  [{ claims: { sub: 'x' } }, []],
  [{ copy: [] }, []],
  [{ copy: ['a'], claims: { sub: 'x' } }, ['a']],
  [{ claims: Object.create({ sub: 'x' }) as Record<string, string> }, ['sub']],
])('copiedClaims of %j', (grant, expected) => {
  expect(copiedClaims(grant)).toEqual(expected);
});
