import { describe, expect, it } from 'vitest';
import { planTrust, type TrustOptions } from './plan-trust.ts';
import { trustPolicy } from './trust-policy.ts';

const base: TrustOptions = {
  issuer: 'https://oidc.example.com/team',
  audiences: ['sts.amazonaws.com'],
  subjects: ['repo:acme/app'],
};
const PROVIDER = 'arn:aws:iam::123456789012:oidc-provider/oidc.example.com/team';

describe('planTrust', () => {
  it.each<[string, Partial<TrustOptions>, RegExp]>([
    ['a pasted https://https://', { issuer: 'https://https://oidc.example.com' }, /twice/],
    ['no audience', { audiences: [] }, /an audience is needed/],
    ['an empty audience', { audiences: [''] }, /"" is no audience/],
    ['a long audience', { audiences: ['a'.repeat(256)] }, /is no audience/],
    ['an audience of two lines', { audiences: ['a\nb'] }, /is no audience/],
    ['101 audiences', { audiences: Array<string>(101).fill('a') }, /there are 101 audiences/],
    ['no subject', { subjects: [] }, /a subject is needed/],
    ['an empty subject', { subjects: [''] }, /"" is no subject/],
    ['a subject with a mark that hides', { subjects: ['a\u202eb'] }, /is no subject/],
    ['a pattern for everybody', { subjectPatterns: ['*'] }, /is for every subject/],
    ['a pattern of both', { subjectPatterns: ['?*'] }, /is for every subject/],
    [
      'subjects for which no policy has room',
      { subjects: Array.from({ length: 90 }, (_, index) => `${index}`.padEnd(100, 'x')) },
      /the trust policy has 9\d{3} characters .* IAM takes 8192 at most/,
    ],
    ['a role with a path', { roleName: 'team/ci' }, /is no name of a role/],
    ['sessions of 59 minutes', { maxSession: 3540 }, /up to 3540 seconds/],
    ['sessions of 13 hours', { maxSession: 46_800 }, /up to 46800 seconds/],
    ['a short account', { account: '1234' }, /is no account/],
    ['no partition', { partition: 'aws-mars', account: '123456789012' }, /is no partition/],
    [
      'the ARN of a role',
      { providerArn: 'arn:aws:iam::123456789012:role/x' },
      /is not the ARN of an OpenID/,
    ],
    [
      'the provider of another issuer',
      { providerArn: `${PROVIDER}/` },
      /is for https:\/\/oidc.example.com\/team\//,
    ],
    [
      'a provider of another account',
      { providerArn: PROVIDER, account: '210987654321' },
      /is not in the account/,
    ],
    ['a SHA-256', { thumbprints: ['a'.repeat(64)] }, /is no thumbprint/],
    [
      'the ARN of a role as a policy',
      { policyArns: ['arn:aws:iam::123456789012:role/x'] },
      /is not the ARN of a policy/,
    ],
  ])('refuses %s', (_, own, message) => {
    expect(() => planTrust({ ...base, ...own })).toThrow(
      expect.objectContaining({
        code: 'cloud_setting_invalid',
        message: expect.stringMatching(message),
      }),
    );
  });

  it('takes the name out of an ARN for who gave that', () => {
    const roleName = 'arn:aws:iam::123456789012:role/team/backup';
    expect(() => planTrust({ ...base, roleName })).toThrow(
      expect.objectContaining({ hint: 'Give the name alone, not the ARN: "backup".' }),
    );
  });

  it('reads a thumbprint as openssl writes it', () => {
    const thumbprints = [Array<string>(20).fill('AB').join(':')];
    expect(planTrust({ ...base, thumbprints }).thumbprints).toEqual(['ab'.repeat(20)]);
  });

  it('warns of patterns, and of subjects that look like one', () => {
    expect(planTrust(base).warnings).toEqual([]);
    const { warnings } = planTrust({ ...base, subjects: ['a*'], subjectPatterns: ['b:*'] });
    expect(warnings).toEqual([
      expect.stringContaining('The pattern "b:*" lets in every subject that fits'),
      expect.stringContaining('The subject "a*" is compared letter by letter'),
    ]);
  });

  it('warns of a trust policy that an account may not have room for, to the character', () => {
    const own = (length: number) =>
      planTrust({ ...base, account: '123456789012', subjects: ['a'.repeat(length)] });
    const rest = JSON.stringify(trustPolicy(own(1), PROVIDER)).length - 1;
    expect(own(2048 - rest).warnings).toEqual([]);
    expect(own(2049 - rest).warnings).toEqual([
      expect.stringContaining('has 2049 characters without white space, and IAM takes 2048 unless'),
    ]);
    // White space is not counted.
    const spaced = `${'a'.repeat(2048 - rest)} `;
    expect(planTrust({ ...base, account: '123456789012', subjects: [spaced] }).warnings).toEqual(
      [],
    );
  });

  it('knows the ARN of the provider by the account', () => {
    const { providerArn } = planTrust({ ...base, account: '123456789012' });
    expect(providerArn).toBe(PROVIDER);
  });
});
