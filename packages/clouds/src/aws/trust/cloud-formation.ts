import { quote } from '@drawbridge/core';
import { settingFault } from '../../setting-fault.ts';
import type { TrustPlan } from './trust-plan.ts';
import { trustPolicy } from './trust-policy.ts';

interface Members {
  readonly [name: string]: Value;
}
type Value = string | number | readonly Value[] | Members;

/** A plan as a template of CloudFormation, as data. */
export function toTemplate(plan: TrustPlan): Members {
  const { url, audiences, thumbprints, roleName, maxSession, policyArns } = plan;
  const made = { Ref: 'Provider' };
  const policy = trustPolicy<typeof made>(
    plan,
    plan.isProviderThere ? (plan.providerArn ?? made) : made,
  );
  const provider = {
    Provider: {
      Type: 'AWS::IAM::OIDCProvider',
      Properties: {
        Url: url.issuer,
        ClientIdList: audiences,
        ...(thumbprints.length > 0 && { ThumbprintList: thumbprints }),
      },
    },
  };
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `A role for tokens of ${url.issuer}`,
    Resources: {
      ...(plan.isProviderThere ? {} : provider),
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: roleName,
          ...(maxSession !== undefined && { MaxSessionDuration: maxSession }),
          ...(policyArns.length > 0 && { ManagedPolicyArns: policyArns }),
          AssumeRolePolicyDocument: {
            Version: policy.Version,
            Statement: policy.Statement.map((statement) => ({ ...statement })),
          },
        },
      },
    },
    Outputs: { RoleArn: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
  };
}

/**
 * A plan as a template of CloudFormation, in YAML. Texts are written as in JSON, so that none is taken for something else.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` for text in whose place CloudFormation would put something else
 */
export function toCloudFormation(plan: TrustPlan): string {
  return yaml(toTemplate(plan), '').replace(/^\n/, '');
}

function yaml(value: Value, indent: string): string {
  if (typeof value === 'string') return ` ${yamlString(value)}\n`;
  if (typeof value === 'number') return ` ${value}\n`;
  const inner = `${indent}  `;
  if (isList(value)) {
    const items = value.map((item) => {
      const written = yaml(item, inner);
      // A member of a list begins on the line of its dash.
      return `${indent}-${written.startsWith('\n') ? ` ${written.slice(1).trimStart()}` : written}`;
    });
    return `\n${items.join('')}`;
  }
  const members = Object.entries(value).map(([name, member]) => {
    const key = /^[A-Za-z][A-Za-z0-9]*$/.test(name) ? name : yamlString(name);
    return `${indent}${key}:${yaml(member, inner)}`;
  });
  return `\n${members.join('')}`;
}

function yamlString(text: string): string {
  // AWS CloudFormation user guide, "Get values stored in other services using dynamic references": nothing escapes them.
  if (text.includes('{{resolve:')) {
    throw settingFault(
      `${quote(text)} cannot be written for CloudFormation, which takes {{resolve:…}} for a value stored elsewhere`,
      'Use another format: terraform, cli or json.',
    );
  }
  return JSON.stringify(text).replace(/[^\x20-\x7e]/gu, (character) => {
    const point = (character.codePointAt(0) ?? 0).toString(16);
    return point.length <= 4
      ? String.raw`\u${point.padStart(4, '0')}`
      : String.raw`\U${point.padStart(8, '0')}`;
  });
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
