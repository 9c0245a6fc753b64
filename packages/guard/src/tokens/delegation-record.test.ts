import { expect, it } from 'vitest';
import { parseDelegation } from './delegation-record.ts';

const good = {
  issuer: 'https://sso.example.com',
  subject: 'ann',
  purpose: 'nightly report',
  createdAt: 1,
  expiresAt: 2,
  origin: 'exchange',
  tokensId: 'a'.repeat(43),
};

it('a delegation that was kept comes back, and nothing beside it', () => {
  expect(parseDelegation({ v: 1, ...good, more: true })).toEqual(good);
});

it.each([
  ['issuer', 1],
  ['subject', null],
  ['purpose', []],
  ['createdAt', '1'],
  ['expiresAt', null],
  ['origin', 'elsewhere'],
  // It becomes a part of a key of the store.
  ['tokensId', '../a'],
])('what has no %s, or %j for it, is none', (name, wrong) => {
  const { [name as keyof typeof good]: left, ...rest } = good;
  for (const value of [rest, { ...good, [name]: wrong }]) {
    expect(() => parseDelegation(value), String(left)).toThrow(
      expect.objectContaining({ code: 'data_unusable' }) as Error,
    );
  }
});
