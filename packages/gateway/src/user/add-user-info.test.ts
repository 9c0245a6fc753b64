import { describe, expect, it } from 'vitest';
import { addUserInfo } from './add-user-info.ts';
import { lacksClaims } from './lacks-claims.ts';
import { userOf } from './user-of.ts';

const read = (token: object, told: object) =>
  userOf(
    {
      issuer: 'https://id.example.com',
      claims: addUserInfo({ sub: 'a1', ...token }, { sub: 'a1', ...told }),
    },
    { provider: 'corp', groups: { claim: 'groups' } },
  );

const A = { email: 'a@corp.example' };
const B = { email: 'b@corp.example' };
const verified = { email_verified: true };

describe('addUserInfo', () => {
  it.each<[string, object, object, string | undefined]>([
    [
      'the email of the token by what UserInfo says of another',
      A,
      { ...B, ...verified },
      undefined,
    ],
    ['the email of UserInfo by what the token says of none', verified, B, undefined],
    [
      'the email of UserInfo where the token has one',
      { ...A, ...verified },
      { ...B, ...verified },
      A.email,
    ],
    [
      'the email that the token calls unverified',
      { ...A, email_verified: false },
      { ...A, ...verified },
      undefined,
    ],
    ['the email of UserInfo that is not verified', {}, { ...B, email_verified: false }, undefined],
    ['what is verified of no email', {}, verified, undefined],
    ['the email of UserInfo that it calls verified', {}, { ...B, ...verified }, B.email],
    ['the same email that UserInfo calls verified', A, { ...A, ...verified }, A.email],
  ])('judges %s', (_, token, told, email) => {
    expect(read(token, told).email).toBe(email);
    expect(read(token, told).claims['email']).toBe(email);
  });

  it('takes groups of UserInfo, but not where the token has too many', () => {
    const told = { groups: ['admins'] };
    expect(read({}, told).groups).toMatchObject({ kind: 'known', groups: ['admins'] });
    expect(read({ groups: ['staff'] }, told).groups).toMatchObject({ groups: ['staff'] });
    const overflow = { _claim_names: { groups: 'src1' } };
    expect(read(overflow, told).groups).toMatchObject({ kind: 'unknown' });
    expect(read({ hasgroups: true }, told).groups).toMatchObject({ kind: 'unknown' });
    expect(read({}, overflow).groups).toMatchObject({ kind: 'unknown' });
  });

  it('keeps nothing of UserInfo that is about a token', () => {
    expect(read({}, { iss: 'x', nonce: 'n', exp: 1, department: 'it' }).claims).toEqual({
      department: 'it',
    });
    expect(read({}, { iss: 'https://evil.example' }).issuer).toBe('https://id.example.com');
  });
});

describe('lacksClaims', () => {
  it.each<[boolean, object, { email: boolean; groups?: string }]>([
    [true, {}, { email: true }],
    [false, A, { email: true }],
    [false, {}, { email: false }],
    [true, A, { email: true, groups: 'roles' }],
    [false, { ...A, roles: [] }, { email: true, groups: 'roles' }],
    [false, { _claim_names: { roles: 's' } }, { email: false, groups: 'roles' }],
    [false, { hasgroups: true }, { email: false, groups: 'groups' }],
  ])('is %j of %j, where %j is needed', (is, claims, needed) => {
    expect(lacksClaims({ ...claims }, needed)).toBe(is);
  });
});
