import { describe, expect, it } from 'vitest';
import { planTrust, type TrustOptions } from './plan-trust.ts';
import { printTrust } from './print-trust.ts';

const base: TrustOptions = {
  issuer: 'https://oidc.example.com',
  audiences: ['sts.amazonaws.com'],
  subjects: ['repo:acme/app'],
};
const account = '123456789012';
const provider = (partition: string) =>
  `arn:${partition}:iam::${account}:oidc-provider/oidc.example.com`;
const policy = (partition: string) => `arn:${partition}:iam::aws:policy/ReadOnlyAccess`;

describe('the partition of a trust', () => {
  it.each<[string, Partial<TrustOptions>, string]>([
    ['that is named', { account, partition: 'aws-us-gov' }, 'aws-us-gov'],
    ['of the provider', { providerArn: provider('aws-cn') }, 'aws-cn'],
    ['of a policy', { account, policyArns: [policy('aws-us-gov')] }, 'aws-us-gov'],
  ])('is the one %s, in every ARN', (_, options, partition) => {
    const plan = planTrust({ ...base, ...options });
    expect(plan.partition?.name).toBe(partition);
    expect(JSON.parse(printTrust(plan, 'json'))).toMatchObject({
      Statement: [{ Principal: { Federated: provider(partition) } }],
    });
    for (const format of ['terraform', 'cloudformation', 'cli'] as const) {
      expect(printTrust(plan, format)).not.toMatch(/arn:aws:/);
    }
  });

  it('is that of AWS where nothing says so', () => {
    const plan = planTrust({ ...base, account });
    expect(plan.partition).toBeUndefined();
    expect(plan.providerArn).toBe(provider('aws'));
    expect(printTrust(plan, 'cli')).not.toContain('AWS_REGION');
  });

  it('has the AWS CLI ask its IAM', () => {
    const plan = planTrust({ ...base, partition: 'aws-us-gov' });
    expect(printTrust(plan, 'cli')).toMatch(/^set -e\nexport AWS_REGION='?us-gov-west-1'?\n/);
  });

  it.each<[string, Partial<TrustOptions>, RegExp]>([
    ['none that AWS has', { partition: 'aws-mars' }, /"aws-mars" is no partition of AWS/],
    [
      'another than that of the provider',
      { partition: 'aws-us-gov', providerArn: provider('aws') },
      /oidc-provider\/\S+ is in the partition aws, and the role is to be in aws-us-gov/,
    ],
    [
      'another than that of a policy',
      { providerArn: provider('aws-cn'), policyArns: [policy('aws')] },
      /ReadOnlyAccess is in the partition aws, and the role is to be in aws-cn/,
    ],
  ])('is refused where it is %s', (_, options, why) => {
    expect(() => planTrust({ ...base, ...options })).toThrow(why);
  });
});
