import { describe, expect, it } from 'vitest';
import { readRoles } from './read-roles.ts';
import { readTrustPolicy } from './read-trust-policy.ts';
import { policyOf, ROLE } from './trust.fixture.ts';

const policy = policyOf({ StringEquals: { 'oidc.example.com:sub': 'é 100% + ${x}' } });
const role = {
  Path: '/team/',
  RoleName: 'ci',
  RoleId: 'AROAEXAMPLE',
  Arn: ROLE,
  CreateDate: '2026-11-28T05:00:00+00:00',
  MaxSessionDuration: 7200,
  AssumeRolePolicyDocument: policy,
};
const read = { arn: ROLE, name: 'ci', maxSessionDuration: 7200, policy: readTrustPolicy(policy) };

describe('readRoles', () => {
  it.each<[what: string, value: unknown, message: RegExp]>([
    ['nothing', null, /it is null, and not what "aws iam get-role"/],
    ['a policy', policy, /it is a policy, and not a role/],
    ['another answer', { Users: [] }, /neither Role, Roles nor RoleDetailList/],
    ['roles that are no list', { Roles: {} }, /Roles is an object, and not a list/],
    ['a role that is none', { Roles: [7] }, /Roles\[0\] is 7, and not a role/],
    [
      'a role without its ARN',
      { Role: { ...role, Arn: undefined } },
      /Role\.Arn is (?:missing|undefined)/,
    ],
    [
      'a role without its policy',
      [{ ...role, AssumeRolePolicyDocument: undefined }],
      /\[0\]\.AssumeRolePolicyDocument is missing/,
    ],
    [
      'a policy that is no JSON',
      { Role: { ...role, AssumeRolePolicyDocument: '%7B%ZZ' } },
      /AssumeRolePolicyDocument is "%7B%ZZ", which is no JSON/,
    ],
    [
      'a length of sessions that is none',
      { Role: { ...role, MaxSessionDuration: '1h' } },
      /MaxSessionDuration is "1h"/,
    ],
    [
      'a policy that IAM does not take',
      { Roles: [role, { ...role, AssumeRolePolicyDocument: { Statement: [] } }] },
      /Roles\[1\]\.AssumeRolePolicyDocument\.Statement is empty/,
    ],
    ...[(text: string) => text, encodeURIComponent].map((write): [string, unknown, RegExp] => [
      'a member twice in a policy that is text, of one role',
      { Role: { ...role, AssumeRolePolicyDocument: write('{"Statement":[],"Statement":[]}') } },
      /the role is not valid: Role\.AssumeRolePolicyDocument has a member twice/,
    ]),
  ])('refuses %s', (_, value, message) => {
    expect(() => readRoles(value)).toThrow(
      expect.objectContaining({
        code: 'cloud_setting_invalid',
        message: expect.stringMatching(message),
      }),
    );
  });

  it('tells the faults of all roles at once', () => {
    const faulty = { ...role, AssumeRolePolicyDocument: { Statement: [] } };
    expect(() => readRoles([faulty, faulty])).toThrow(/has 2 faults:\n.*\[0\].*\n.*\[1\]/);
  });

  // IAM API reference, Role and RoleDetail: the policy is encoded as in URLs (RFC 3986). The AWS CLI decodes it.
  it.each<[what: string, value: unknown]>([
    ['aws iam get-role', { Role: role }],
    ['aws iam list-roles', { Roles: [role], IsTruncated: false }],
    ['aws iam get-account-authorization-details', { UserDetailList: [], RoleDetailList: [role] }],
    ['a role alone', role],
    ['a list', [role]],
    [
      'the API, encoded',
      { Role: { ...role, AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(policy)) } },
    ],
    [
      'JSON in text',
      { Role: { ...role, AssumeRolePolicyDocument: JSON.stringify(policy, undefined, 2) } },
    ],
  ])('reads what %s has', (_, value) => {
    expect(readRoles(value)).toEqual([read]);
  });

  it('takes the name out of the ARN where it is not told', () => {
    const { RoleName: _, MaxSessionDuration: __, ...rest } = role;
    expect(readRoles(rest)).toEqual([{ arn: ROLE, name: 'ci', policy: read.policy }]);
  });
});
