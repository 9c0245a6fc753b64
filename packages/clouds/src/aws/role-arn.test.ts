import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { codeOf } from './code-of.fixture.ts';
import { PARTITIONS } from './partitions.ts';
import { parseRoleArn, roleArnFault } from './role-arn.ts';

describe('parseRoleArn', () => {
  it.each([
    ['empty', '', /is no ARN/],
    ['a name alone', 'deploy', /is the name of a role/],
    ['white space behind it', 'arn:aws:iam::123456789012:role/deploy ', /is not the ARN of a role/],
    ['a line end', 'arn:aws:iam::123456789012:role/deploy\n', /is not the ARN of a role/],
    ['no name', 'arn:aws:iam::123456789012:role/', /is not the ARN of a role/],
    ['eleven digits', 'arn:aws:iam::12345678901:role/x', /is not the ARN of a role/],
    ['a region', 'arn:aws:iam:us-east-1:123456789012:role/x', /is not the ARN of a role/],
    ['another service', 'arn:aws:s3::123456789012:role/x', /is not the ARN of a role/],
    [
      'no such partition',
      'arn:aws-mars:iam::123456789012:role/x',
      /partition that AWS does not have/,
    ],
    ['a user', 'arn:aws:iam::123456789012:user/ann', /is the ARN of a user/],
    ['an account', 'arn:aws:iam::123456789012:root', /is the ARN of an account/],
    ['a policy', 'arn:aws:iam::123456789012:policy/x', /is the ARN of a policy/],
    ['a provider', 'arn:aws:iam::123456789012:oidc-provider/x.example', /OpenID Connect provider/],
    ['an instance profile', 'arn:aws:iam::123456789012:instance-profile/x', /instance profile/],
    ['a long name', `arn:aws:iam::123456789012:role/${'x'.repeat(65)}`, /is not the ARN of a role/],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseRoleArn(text)).toThrow(
      expect.objectContaining({
        code: 'cloud_setting_invalid',
        message: expect.stringMatching(message),
      }),
    );
  });

  it('says which role the ARN of a session is of', () => {
    expect(() => parseRoleArn('arn:aws-cn:sts::123456789012:assumed-role/deploy/ann')).toThrow(
      expect.objectContaining({
        hint: expect.stringContaining('arn:aws-cn:iam::123456789012:role/deploy,'),
      }),
    );
  });

  it('takes a path apart from the name', () => {
    const parsed = parseRoleArn('arn:aws-us-gov:iam::123456789012:role/team/ci/deploy');
    expect(parsed).toMatchObject({ account: '123456789012', path: '/team/ci/', name: 'deploy' });
    expect(parsed.partition.name).toBe('aws-us-gov');
  });

  it('takes one without an account, of services that have none', () => {
    expect(parseRoleArn('arn:aws:iam:::role/ci').account).toBeUndefined();
  });

  it('takes apart whatever a role may be called (property)', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9_+=,.@-]{1,64}$/);
    const path = fc
      .array(fc.stringMatching(/^[A-Za-z0-9_+=,.@-]{1,20}$/), { maxLength: 4 })
      .map((parts) => `/${parts.map((part) => `${part}/`).join('')}`);
    const account = fc.stringMatching(/^\d{12}$/);
    fc.assert(
      fc.property(
        fc.constantFrom(...PARTITIONS),
        account,
        path,
        word,
        (partition, id, at, name) => {
          const arn = `arn:${partition.name}:iam::${id}:role${at}${name}`;
          expect(parseRoleArn(arn)).toEqual({ arn, partition, account: id, path: at, name });
        },
      ),
    );
  });

  it('answers any other text with a fault of settings (property)', () => {
    const near = fc
      .array(fc.constantFrom('arn', ':', 'aws', 'iam', 'role', '/', '1', '\n', 'é'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: anyCharacter }), near), (text) => {
        const fault = roleArnFault(text);
        try {
          expect(parseRoleArn(text).arn).toMatch(/^arn:[\w-]+:iam::(\d{12})?:role\/[\x21-\x7e]+$/);
          expect(fault).toBeUndefined();
        } catch (thrown) {
          expect(codeOf(thrown)).toBe('cloud_setting_invalid');
          expect((thrown as Error).message).toBe(fault);
        }
      }),
    );
  });
});
