import { quote } from '@drawbridge/core';
import { settingFault } from '../setting-fault.ts';
import type { TrustPlan } from './trust-plan.ts';
import { type TrustPolicy, trustPolicy } from './trust-policy.ts';

/** An expression, as opposed to text. */
class Expression {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type HclValue =
  | string
  | number
  | Expression
  | readonly HclValue[]
  | { readonly [name: string]: HclValue };

/**
 * A plan as Terraform and OpenTofu take it, for the provider hashicorp/aws.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` as {@link hclString}
 */
export function toTerraform(plan: TrustPlan): string {
  const label = labelOf(plan.roleName);
  const provider = new Expression(`aws_iam_openid_connect_provider.${label}.arn`);
  const policy: TrustPolicy<Expression> = trustPolicy(
    plan,
    plan.isProviderThere ? (plan.providerArn ?? provider) : provider,
  );
  const { url, audiences, thumbprints, roleName, maxSession, policyArns } = plan;
  const blocks: string[] = [];
  if (!plan.isProviderThere) {
    blocks.push(
      block('aws_iam_openid_connect_provider', label, {
        url: url.issuer,
        client_id_list: audiences,
        ...(thumbprints.length > 0 && { thumbprint_list: thumbprints }),
      }),
    );
  }
  blocks.push(
    block('aws_iam_role', label, {
      name: roleName,
      ...(maxSession !== undefined && { max_session_duration: maxSession }),
      assume_role_policy: new Expression(`jsonencode(${hcl(asValue(policy), '  ')})`),
    }),
    ...policyArns.map((arn, index) =>
      block('aws_iam_role_policy_attachment', `${label}_${index + 1}`, {
        role: new Expression(`aws_iam_role.${label}.name`),
        policy_arn: arn,
      }),
    ),
    `output "${label}_role_arn" {\n  value = aws_iam_role.${label}.arn\n}`,
  );
  return `${blocks.join('\n\n')}\n`;
}

/**
 * Text in HCL: `${` and `%{` would begin templates (HCL native syntax, "Template Expressions").
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` for text that HCL changes: it normalizes all to Unicode's NFC
 */
export function hclString(text: string): string {
  if (text !== text.normalize('NFC')) {
    throw settingFault(
      `${quote(text)} cannot be written for Terraform, which composes characters (NFC)`,
      'Use another format: cloudformation, cli or json.',
    );
  }
  const escaped = text.replace(/[\\"]/g, String.raw`\$&`).replace(/([$%])\{/g, '$1$1{');
  return `"${escaped.replace(/[^\x20-\x7e]/gu, unicode)}"`;
}

function unicode(character: string): string {
  const point = (character.codePointAt(0) ?? 0).toString(16);
  return point.length <= 4
    ? String.raw`\u${point.padStart(4, '0')}`
    : String.raw`\U${point.padStart(8, '0')}`;
}

function asValue(policy: TrustPolicy<Expression>): HclValue {
  return {
    Version: policy.Version,
    Statement: policy.Statement.map(({ Effect, Principal, Action, Condition }) => ({
      Effect,
      Principal,
      Action,
      Condition,
    })),
  };
}

function block(type: string, label: string, body: Readonly<Record<string, HclValue>>): string {
  const width = Math.max(...Object.keys(body).map((name) => name.length));
  const lines = Object.entries(body).map(
    ([name, value]) => `  ${name.padEnd(width)} = ${hcl(value, '  ')}`,
  );
  return `resource "${type}" "${label}" {\n${lines.join('\n')}\n}`;
}

function hcl(value: HclValue, indent: string): string {
  if (typeof value === 'string') return hclString(value);
  if (typeof value === 'number') return String(value);
  if (value instanceof Expression) return value.text;
  const inner = `${indent}  `;
  if (isList(value)) {
    if (value.every((item) => typeof item === 'string')) {
      return `[${value.map((item) => hcl(item, inner)).join(', ')}]`;
    }
    const items = value.map((item) => `${inner}${hcl(item, inner)},\n`);
    return `[\n${items.join('')}${indent}]`;
  }
  const members = Object.entries(value).map(([name, member]) => {
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : hclString(name);
    return `${inner}${key} = ${hcl(member, inner)}\n`;
  });
  return `{\n${members.join('')}${indent}}`;
}

function isList(value: HclValue): value is readonly HclValue[] {
  return Array.isArray(value);
}

/** A name of a resource: letters, digits and `_`, a letter first. */
function labelOf(roleName: string): string {
  const label = roleName.replace(/[^A-Za-z0-9_]+/g, '_');
  return /^[A-Za-z]/.test(label) ? label : `role_${label}`;
}
