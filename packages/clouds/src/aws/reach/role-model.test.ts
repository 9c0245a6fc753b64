import { describe, expect, it } from 'vitest';
import { readTrustPolicy } from '../evaluate/read-trust-policy.ts';
import { modelRoles } from './role-model.ts';
import { BRIDGE, forSubject, NOW } from './set-up.fixture.ts';

const policyFor = (sub: string) =>
  readTrustPolicy({ Version: '2012-10-17', Statement: [forSubject(sub)] });
const arnAt = (index: number, account = '111122223333') =>
  `arn:aws:iam::${account}:role/role-${index}`;

describe('modelRoles', () => {
  it('makes as many policies as differ, however many roles there are', () => {
    const roles = Array.from({ length: 300 }, (_, index) => ({
      arn: arnAt(index),
      policy: policyFor(`project-${index % 3}`),
    }));
    const models = modelRoles(roles, BRIDGE, NOW);
    expect(new Set(models.map(({ policy }) => policy)).size).toBe(3);
    expect(new Set(models.flatMap(({ assume }) => assume)).size).toBe(3);
    expect(models.map(({ role }) => role)).toEqual(roles);
    expect(models.map(({ context }) => context.roleArn)).toEqual(roles.map(({ arn }) => arn));
  });

  it('tells accounts and partitions apart, for which the provider of the policy may be another', () => {
    const policy = policyFor('project');
    const arns = [
      arnAt(0),
      arnAt(0, '444455556666'),
      'arn:aws-cn:iam::111122223333:role/role-0',
      undefined,
    ];
    const models = modelRoles(
      arns.map((arn) => ({ arn, policy })),
      BRIDGE,
      NOW,
    );
    expect(models.map(({ assume }) => assume.length)).toEqual([1, 0, 0, 1]);
  });
});
