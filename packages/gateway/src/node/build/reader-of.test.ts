import { expect, it } from 'vitest';
import { userOf } from '../../user/user-of.ts';
import { readerOf } from './reader-of.ts';

const OKTA = 'https://corp.okta.com/oauth2/default';
const many = (count: number) => Array.from({ length: count }, (_, n) => `team${n}`);

/** The groups of somebody, as a section has them read. */
function groupsOf(section: object, claims: object) {
  const base = { name: 'corp', issuer: OKTA, clientId: 'gateway' };
  const reader = readerOf({ ...base, ...section });
  return userOf({ issuer: reader.issuer, claims: { sub: 'a', ...claims } }, reader).groups;
}

it.each([
  ['whatever the claim is called', { groupsClaim: 'roles' }, { roles: many(100) }],
  ['of an issuer of bearer tokens', { audiences: ['apps'] }, { groups: many(100) }],
  ['by a number of the settings', { groupsLimit: 3 }, { groups: many(3) }],
])('takes groups for unknown where a provider leaves some out, %s', (_, section, claims) => {
  expect(groupsOf(section, claims)).toMatchObject({ kind: 'unknown' });
});

it('says who leaves groups out: the provider that is known for it', () => {
  expect(groupsOf({}, { groups: many(100) })).toMatchObject({
    reason: expect.stringMatching(/Okta leaves some out at 100$/) as string,
  });
});

it.each([
  ['fewer than that', {}, 99],
  ['as many as the settings say', { groupsLimit: 500 }, 499],
  ['a provider of which nothing is known', { issuer: 'https://login.corp.example' }, 1000],
])('knows them of %s', (_, section, count) => {
  expect(groupsOf(section, { groups: many(count) })).toMatchObject({
    kind: 'known',
    groups: { length: count },
  });
});
