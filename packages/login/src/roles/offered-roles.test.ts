import type { JsonObject } from '@drawbridge/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offeredRoles, type RoleRules } from './offered-roles.ts';

const arn = (name: string, account = '111122223333') => `arn:aws:iam::${account}:role/${name}`;
const dev = { arn: arn('developer'), groups: ['developers', 'everybody'] };
const ops = { arn: arn('operator'), groups: ['operators'] };
const open = { arn: arn('open') };
const ENTRA = 'https://login.microsoftonline.com/3b9f0000-0000-0000-0000-000000000000/v2.0';
const OKTA = 'https://acme.okta.com';
const many = (count: number) => Array.from({ length: count }, (_, index) => `group-${index}`);

const has = (rules: RoleRules, claims?: JsonObject) =>
  offeredRoles(rules, claims).map(({ has: answer }) => answer);

describe('offeredRoles', () => {
  it.each<[string, JsonObject | undefined, RegExp]>([
    ['nobody is signed in', undefined, /nobody is signed in/],
    ['there is no claim', { iss: ENTRA }, /no claim "groups"/],
    ['they are told elsewhere', { iss: ENTRA, _claim_names: { groups: 'a' } }, /_claim_names/],
    ['there are only some', { iss: ENTRA, hasgroups: true }, /hasgroups/],
    ['Okta left some out', { iss: OKTA, groups: many(100) }, /leaves some out at 100/],
    ['they are of another form', { groups: [5] }, /no list/],
  ])('knows nothing of groups where %s, and says no such thing as no', (_, claims, reason) => {
    const [role] = offeredRoles({ roles: { dev } }, claims);
    expect(role).toMatchObject({ has: 'unknown', reason: expect.stringMatching(reason) });
  });

  it.each<[string, JsonObject]>([
    ['is not there', {}],
    ['is told elsewhere', { _claim_names: { roles: 'a' } }],
    ['is of another form', { roles: [{ arn: open.arn }] }],
    ['has a name of nothing', { roles: ['open', ''] }],
  ])('knows nothing of roles where their claim %s', (_, claims) => {
    expect(has({ roles: { open }, rolesClaim: 'roles' }, claims)).toEqual(['unknown']);
  });

  it('goes by groups', () => {
    const rules = { roles: { dev, ops, open } };
    expect(has(rules, { groups: ['developers'] })).toEqual(['yes', 'no', 'unknown']);
    expect(has(rules, { groups: [] })).toEqual(['no', 'no', 'unknown']);
    expect(has({ ...rules, groupsClaim: 'g' }, { groups: ['developers'], g: 'operators' })).toEqual(
      ['no', 'yes', 'unknown'],
    );
  });

  it('goes by a claim of names and ARNs', () => {
    const rules = { roles: { a: { arn: arn('a') }, b: { arn: arn('b') }, open }, rolesClaim: 'r' };
    expect(has(rules, { r: ['a', arn('b')] })).toEqual(['yes', 'yes', 'no']);
    expect(has(rules, { r: 'open' })).toEqual(['no', 'no', 'yes']);
    expect(has(rules, { r: [] })).toEqual(['no', 'no', 'no']);
  });

  it('takes a no of both, and a yes of either', () => {
    const rules = { roles: { dev }, rolesClaim: 'r' };
    expect(has(rules, { r: ['dev'], groups: [] })).toEqual(['yes']);
    expect(has(rules, { r: [], groups: ['developers'] })).toEqual(['yes']);
    expect(has(rules, { r: [] })).toEqual(['unknown']);
    expect(has(rules, { groups: [] })).toEqual(['unknown']);
    expect(has(rules, { r: [], groups: [] })).toEqual(['no']);
  });

  it('has roles that the token alone names, and none that is no ARN', () => {
    const rules = { roles: { dev }, rolesClaim: 'r' };
    const r = [dev.arn, arn('other', '444455556666'), 'nobody', 'arn:aws:s3:::bucket'];
    expect(offeredRoles(rules, { r })).toEqual([
      { name: 'dev', arn: dev.arn, account: '111122223333', has: 'yes' },
      { arn: arn('other', '444455556666'), account: '444455556666', has: 'yes' },
    ]);
  });

  it('names the account that a chain ends in', () => {
    const chain = [arn('next', '444455556666')];
    expect(offeredRoles({ roles: { far: { ...open, chain } } }, {})).toMatchObject([
      { arn: open.arn, chain, account: '444455556666' },
    ]);
  });

  it('says no only where every claim was read, whatever a token has', () => {
    const value = fc.oneof(
      fc.array(fc.constantFrom('dev', 'developers', 'x', '', dev.arn)),
      fc.constantFrom('dev', 'x', ''),
      fc.jsonValue(),
    );
    const tokens = fc.dictionary(
      fc.constantFrom('r', 'groups', '_claim_names', 'hasgroups'),
      value,
    );
    const isRead = (listed: unknown) =>
      (typeof listed === 'string' && listed !== '') ||
      (Array.isArray(listed) && listed.every((one) => typeof one === 'string' && one !== ''));
    fc.assert(
      fc.property(tokens, (claims) => {
        const [answer] = has({ roles: { dev }, rolesClaim: 'r' }, claims);
        if (answer === 'no') {
          expect(isRead(claims['r']) && isRead(claims['groups'])).toBe(true);
        }
      }),
    );
  });
});
