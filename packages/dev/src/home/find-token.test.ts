import { createHash } from 'node:crypto';
import { createTestIssuer } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { findToken } from './find-token.ts';

const issuer = await createTestIssuer();
const [token, other] = await Promise.all([issuer.issue({ sub: 'a' }), issuer.issue({ sub: 'b' })]);
const hash = createHash('sha256').update(token).digest('hex');

it.each([
  ['a body that is the token', token],
  ['a form with two', `subject_token=${other}&actor_token=${token}`],
  ['JSON', JSON.stringify({ access_token: token })],
  ['a field', `Bearer ${token}`],
])('finds the token that is meant in %s', (_, text) => {
  expect(findToken(text, hash)).toMatchObject({ sub: 'a' });
});

it('finds no other, and none where none is meant', () => {
  expect(findToken(other, hash)).toBeUndefined();
  expect(findToken(`${token}x`, hash)).toBeUndefined();
  expect(findToken(token, undefined)).toBeUndefined();
});

it('has no claims of what is no JWT', () => {
  const text = 'a.b.c';
  expect(findToken(text, createHash('sha256').update(text).digest('hex'))).toBeUndefined();
});

it('looks through a long text in no time', { timeout: 500 }, () => {
  expect(findToken('a'.repeat(32 * 1024), hash)).toBeUndefined();
});
