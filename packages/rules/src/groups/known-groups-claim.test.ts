import { expect, it } from 'vitest';
import { GROUPS_FACTS, knownGroupsClaim } from './known-groups-claim.ts';

it.each([
  ['https://acme.okta.com/oauth2/default', { claim: 'groups', limit: { count: 100, by: 'Okta' } }],
  ['https://login.microsoftonline.com/3b9f/v2.0', { claim: 'groups' }],
  ['https://gitlab.com', { claim: 'groups_direct' }],
])('knows how %s tells groups', (issuer, told) => {
  expect(knownGroupsClaim(issuer)).toEqual(told);
});

it.each([
  'https://id.test',
  'https://okta.com.evil.test',
  'https://evil.test/okta.com',
  'https://evil.test/?a=.okta.com',
  'https://notokta.com',
  'https://gitlab.com.test',
  'https://gitlab.com@evil.test',
  'gitlab.com',
  '',
])('knows nothing of %j', (issuer) => {
  expect(knownGroupsClaim(issuer)).toBeUndefined();
});

it.each(Object.entries(GROUPS_FACTS))(
  'says where each fact of %s is from, and when',
  (_, facts) => {
    const told = Object.values(facts).filter((value) => typeof value === 'object');
    expect(told).not.toEqual([]);
    for (const { source, read } of told) {
      expect(source).toMatch(/^https:\/\/[a-z0-9.-]+\/\S/);
      expect(read).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  },
);
