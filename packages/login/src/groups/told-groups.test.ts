import type { JsonObject } from '@drawbridge/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toldGroups } from './told-groups.ts';

const ENTRA = 'https://login.microsoftonline.com/3b9f0000-0000-0000-0000-000000000000/v2.0';
const OKTA = 'https://acme.okta.com';
const many = (count: number) => Array.from({ length: count }, (_, index) => `group-${index}`);

describe('toldGroups', () => {
  it.each<[string, JsonObject, RegExp]>([
    ['no claim', { iss: ENTRA }, /no claim "groups"/],
    [
      'a distributed claim',
      {
        iss: ENTRA,
        _claim_names: { groups: 'src1' },
        _claim_sources: { src1: { endpoint: 'https://graph.microsoft.com/…' } },
      },
      /_claim_names/,
    ],
    [
      'an overflow beside an empty list',
      { groups: [], _claim_names: { groups: 'a' } },
      /_claim_names/,
    ],
    ['hasgroups', { iss: ENTRA, hasgroups: true }, /hasgroups/],
    ['hasgroups as text', { iss: ENTRA, hasgroups: 'true', groups: [] }, /hasgroups/],
    ['a number', { groups: 5 }, /no list/],
    ['a list of objects', { groups: [{ id: 'a' }] }, /no list/],
    ['an empty name', { groups: ['a', ''] }, /no list/],
    ['null', { groups: null }, /no list/],
    [
      'as many groups as Okta gives',
      { iss: OKTA, groups: many(100) },
      /Okta leaves some out at 100/,
    ],
    [
      'groups of GitLab under another name',
      { iss: 'https://gitlab.com', groups: ['a'] },
      /groups_direct/,
    ],
  ])('does not know them by %s', (_, claims, reason) => {
    const read = toldGroups(claims);
    expect(read.kind).toBe('unknown');
    expect(read).toMatchObject({ reason: expect.stringMatching(reason) });
  });

  it('reads lists, one name, and none', () => {
    expect(toldGroups({ groups: ['a', 'b', 'a'] })).toEqual({
      kind: 'known',
      groups: ['a', 'b'],
      claim: 'groups',
    });
    expect(toldGroups({ groups: 'a' })).toMatchObject({ groups: ['a'] });
    expect(toldGroups({ iss: OKTA, groups: [] })).toMatchObject({ kind: 'known', groups: [] });
    expect(toldGroups({ iss: OKTA, groups: many(99) })).toMatchObject({ kind: 'known' });
    expect(toldGroups({ iss: ENTRA, groups: many(200) })).toMatchObject({ kind: 'known' });
  });

  it('takes the name of the claim from the provider or the caller', () => {
    const gitlab = { iss: 'https://gitlab.com', groups_direct: ['acme/app'] };
    expect(toldGroups(gitlab)).toMatchObject({ groups: ['acme/app'], claim: 'groups_direct' });
    const auth0 = { iss: 'https://acme.eu.auth0.com/', 'https://acme.test/groups': ['a'] };
    expect(toldGroups(auth0, 'https://acme.test/groups')).toMatchObject({ groups: ['a'] });
    expect(toldGroups(auth0, 'toString')).toMatchObject({ kind: 'unknown' });
  });

  it('never says none where the token tells of groups elsewhere', () => {
    fc.assert(
      fc.property(fc.object(), fc.constantFrom('groups', 'roles'), (others, name) => {
        const claims = { ...others, _claim_names: { [name]: 'src1' } } as JsonObject;
        return toldGroups(claims, name).kind === 'unknown';
      }),
    );
  });
});
