import { execFileSync } from 'node:child_process';
import { parse as parseHcl } from '@cdktf/hcl2json';
import { quoteForShell } from '@drawbridge/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeWith } from '../../../../../tools/describe-with.ts';
import {
  allows,
  type TrustPolicy as Judged,
} from '../../../../../e2e/support/clouds/trust-policy.ts';
import { toCliCommands } from './cli-commands.ts';
import { toCloudFormation, toTemplate } from './cloud-formation.ts';
import { planTrust, type TrustOptions } from './plan-trust.ts';
import { printTrust } from './print-trust.ts';
import { hclString } from '../../trust/hcl.ts';
import { hostileText as hostile } from '../../trust/hostile-text.fixture.ts';
import { toTerraform } from './terraform.ts';
import { trustPolicy } from './trust-policy.ts';

const PROVIDER = 'arn:aws:iam::123456789012:oidc-provider/oidc.example.com/team';
const base: TrustOptions = {
  issuer: 'https://oidc.example.com/team',
  audiences: ['sts.amazonaws.com'],
  subjects: ['repo:acme/app:ref:main', 'it\'s ${me} and %{you} $HOME `id` "x" \\n é 😀'],
  subjectPatterns: ['repo:acme/tools:*'],
  policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
  thumbprints: ['ab'.repeat(20)],
  maxSession: 7200,
  account: '123456789012',
};
const plan = planTrust(base);
const POLICY = trustPolicy(plan, PROVIDER);

const judge = (policy: object, aud: string, sub: string, provider = PROVIDER) =>
  allows(policy as Judged, {
    action: 'sts:AssumeRoleWithWebIdentity',
    provider,
    keys: { 'oidc.example.com/team:aud': aud, 'oidc.example.com/team:sub': sub },
  });

describe('the trust policy', () => {
  it('lets in exactly whom it names', () => {
    for (const sub of base.subjects ?? []) {
      expect(judge(POLICY, 'sts.amazonaws.com', sub)).toBe(true);
      expect(judge(POLICY, 'sts.amazonaws.com', `${sub}x`)).toBe(false);
      expect(judge(POLICY, 'other', sub)).toBe(false);
      expect(judge(POLICY, 'sts.amazonaws.com', sub, `${PROVIDER}/`)).toBe(false);
    }
    expect(judge(POLICY, 'sts.amazonaws.com', 'repo:acme/tools:x')).toBe(true);
    expect(judge(POLICY, 'other', 'repo:acme/tools:x')).toBe(false);
  });

  it('never lets in another subject or audience (property)', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, hostile, (subject, audience, other, otherAudience) => {
        const own = planTrust({
          ...base,
          subjects: [subject],
          subjectPatterns: [],
          audiences: [audience],
        });
        const policy = trustPolicy(own, PROVIDER);
        expect(judge(policy, audience, subject)).toBe(true);
        expect(judge(policy, audience, other)).toBe(other === subject);
        expect(judge(policy, otherAudience, subject)).toBe(otherAudience === audience);
      }),
    );
  });

  it('never uses an operator over sets', () => {
    const many = planTrust({ ...base, audiences: ['a', 'b'], sessionTags: true });
    const text = JSON.stringify(trustPolicy(many, PROVIDER));
    expect(text).not.toMatch(/ForA|IfExists/);
    expect(text).toContain('"Action":["sts:AssumeRoleWithWebIdentity","sts:TagSession"]');
  });

  it('is printed where the provider is known, and only there', () => {
    expect(JSON.parse(printTrust(plan, 'json'))).toEqual(POLICY);
    const { account: _, ...unknown } = base;
    expect(() => printTrust(planTrust(unknown), 'json')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('--account') }),
    );
  });
});

/** What hcl2json reads: blocks by type and label, expressions as text. */
interface Terraform {
  readonly resource: Readonly<
    Record<string, Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>>
  >;
}

describe('Terraform', () => {
  const read = async (text: string) => (await parseHcl('main.tf', text)) as unknown as Terraform;
  const made = toTerraform(plan);

  it('makes provider, role and attachments', async () => {
    const { resource } = await read(made);
    expect(resource['aws_iam_openid_connect_provider']?.['drawbridge']).toEqual([
      {
        url: 'https://oidc.example.com/team',
        client_id_list: ['sts.amazonaws.com'],
        thumbprint_list: ['ab'.repeat(20)],
      },
    ]);
    expect(resource['aws_iam_role']?.['drawbridge']).toMatchObject([
      { name: 'drawbridge', max_session_duration: 7200 },
    ]);
    expect(resource['aws_iam_role_policy_attachment']?.['drawbridge_1']).toEqual([
      { policy_arn: base.policyArns?.[0], role: '${aws_iam_role.drawbridge.name}' },
    ]);
  });

  it('has the policy in it, letter by letter', async () => {
    const [, argument = ''] = /jsonencode\((\{[^]*?\n {2}\})\)/.exec(made) ?? [];
    const known = argument.replaceAll(
      'aws_iam_openid_connect_provider.drawbridge.arn',
      hclString(PROVIDER),
    );
    expect(known).not.toBe(argument);
    const { x } = await parseHcl('x.tf', `x = ${known}\n`);
    // It leaves $${ and %%{ as they are written, which is what Terraform makes ${ and %{ of.
    const text = JSON.stringify(x).replaceAll('$${', '${').replaceAll('%%{', '%{');
    expect(JSON.parse(text)).toEqual(POLICY);
  });

  it('uses a provider that is there', async () => {
    const there = toTerraform(planTrust({ ...base, providerArn: PROVIDER, roleName: '1-ci' }));
    expect(there).not.toContain('aws_iam_openid_connect_provider');
    expect((await read(there)).resource['aws_iam_role']?.['role_1_ci']).toHaveLength(1);
  });
});

/** What PyYAML reads of texts, in one process. */
function parseYaml(texts: readonly string[]): readonly unknown[] {
  const script =
    'import json, sys, yaml; print(json.dumps([yaml.safe_load(t) for t in json.load(sys.stdin)]))';
  const out = execFileSync('/usr/bin/python3', ['-c', script], { input: JSON.stringify(texts) });
  return JSON.parse(out.toString()) as unknown[];
}

describeWith(['python3-yaml'], 'CloudFormation', () => {
  it('is YAML of the same data, whatever is in the texts', () => {
    const plans = fc
      .sample(hostile, 60)
      .map((text) => planTrust({ ...base, subjects: [text], sessionTags: true }));
    const texts = [plan, ...plans].map(toCloudFormation);
    expect(parseYaml(texts)).toEqual([plan, ...plans].map(toTemplate));
  });

  it('refuses text that CloudFormation would take for a secret to look up', () => {
    const looked = planTrust({ ...base, subjects: ['{{resolve:ssm:/a}}'] });
    expect(() => toCloudFormation(looked)).toThrow(
      expect.objectContaining({ code: 'cloud_setting_invalid' }),
    );
  });

  it('has the policy in it', () => {
    const [template] = parseYaml([toCloudFormation(plan)]) as [
      { Resources: Record<string, { Type: string; Properties: Record<string, unknown> }> },
    ];
    const { Type, Properties } = template.Resources['Role'] ?? { Type: '', Properties: {} };
    expect(Type).toBe('AWS::IAM::Role');
    const text = JSON.stringify(Properties['AssumeRolePolicyDocument']);
    expect(JSON.parse(text.replaceAll('{"Ref":"Provider"}', JSON.stringify(PROVIDER)))).toEqual(
      POLICY,
    );
    expect(template.Resources['Provider']?.Type).toBe('AWS::IAM::OIDCProvider');
  });
});

/** Runs commands with an `aws` that prints its words, each ended by a null byte. */
function words(commands: string): readonly string[] {
  const aws = `aws() { printf '%s\\0' "$@" >&2; case "$2" in create-open*) printf %s '${PROVIDER}';; esac; }`;
  const out = execFileSync('sh', ['-c', `{ ${aws}\n${commands}\n} 2>&1 >/dev/null`]);
  return out.toString().split('\0');
}

describe('the commands of the AWS CLI', () => {
  it('make provider and role, whatever is in the texts', () => {
    const all = words(toCliCommands(plan));
    expect(JSON.parse(all[all.indexOf('--cli-input-json') + 1] ?? '')).toEqual({
      Url: 'https://oidc.example.com/team',
      ClientIDList: ['sts.amazonaws.com'],
      ThumbprintList: ['ab'.repeat(20)],
    });
    expect(JSON.parse(all[all.indexOf('--assume-role-policy-document') + 1] ?? '')).toEqual(POLICY);
    expect(all).toContain('--role-name=drawbridge');
    expect(all).toContain('--policy-arn=arn:aws:iam::aws:policy/ReadOnlyAccess');
  });

  it('add the audience to a provider that is there', () => {
    const all = words(toCliCommands(planTrust({ ...base, providerArn: PROVIDER })));
    expect(all).not.toContain('create-open-id-connect-provider');
    expect(all).toContain('add-client-id-to-open-id-connect-provider');
    expect(JSON.parse(all[all.indexOf('--assume-role-policy-document') + 1] ?? '')).toEqual(POLICY);
  });

  it('quote any text for a shell (property)', () => {
    const texts = fc.sample(hostile, 200);
    const out = execFileSync('sh', ['-c', `printf '%s\\0' ${texts.map(quoteForShell).join(' ')}`]);
    expect(out.toString().split('\0').slice(0, -1)).toEqual(texts);
  });
});
