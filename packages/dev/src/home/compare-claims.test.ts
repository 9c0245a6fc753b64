import { expect, it } from 'vitest';
import { compareClaims, showRefused } from './compare-claims.ts';

const before = { iss: 'private', sub: 'job', aud: 'bridge', ref: 'main', env: 'x', n: [1], iat: 5 };
const asked = new Set(['iss', 'ref']);

it('says of each claim what became of it', () => {
  const after = { iss: 'public', sub: 'job', aud: 'cloud', n: [1], iat: 5 };
  const [came, went] = compareClaims({ before: ['in', before], after: ['out', after], asked });
  const fates = (claims: typeof came.claims) => claims.map(({ name, fate }) => `${name} ${fate}`);
  expect(fates(came.claims)).toEqual(['iss asked', 'sub stays', 'ref asked', 'n stays']);
  expect(came.more?.title).toBe('3 more are left behind');
  expect(fates(came.more?.claims ?? [])).toEqual(['aud left', 'env left', 'iat left']);
  // A time that is the same by chance did not stay.
  expect(fates(went.claims)).toEqual(['iss new', 'sub stays', 'aud new', 'n stays', 'iat new']);
  expect([came.title, went.title]).toEqual(['in', 'out']);
});

it('shows of a token that came to nothing who it is of, and what rules look at, first', () => {
  const { claims, more } = showRefused('in', before, asked);
  expect(claims.map(({ name }) => name)).toEqual(['iss', 'sub', 'aud', 'ref']);
  expect(more?.claims.map(({ name }) => name)).toEqual(['env', 'n', 'iat']);
});
