import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTrustFile } from './read-trust-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trust-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Reader = Parameters<typeof readTrustFile>[1];

async function read(content: string | Uint8Array, reader: Reader = 'aws'): Promise<unknown> {
  const path = join(folder, 'trust');
  await writeFile(path, content);
  return readTrustFile(path, reader);
}

const bomb = [
  'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 11 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(10)}]`),
].join('\n');

const ROWS: readonly (readonly [
  what: string,
  content: string | Uint8Array,
  message: string,
  reader?: Reader,
])[] = [
  ['JSON that lies deep', '['.repeat(1_000_000) + ']'.repeat(1_000_000), 'nested too deeply'],
  ['lists that are never closed', '['.repeat(1_000_000), 'nested too deeply'],
  ['YAML that lies deep', '- '.repeat(100_000), 'nested too deeply'],
  ['a bomb of aliases', bomb, 'would fill the memory'],
  ['100 MB', new Uint8Array(100_000_000).fill(0x20), 'is longer than 32 MiB'],
  ['much YAML', 'a: b\n'.repeat(500_000), 'is no JSON, and YAML of more than 2 MiB'],
  ['a null byte', '{"a": "\0"}', 'has a null character'],
  ['bytes of a program', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 0), 'has a null character'],
  ['UTF-16', Buffer.from('\ufeff{"a": 1}', 'utf16le'), 'is UTF-16'],
  ['Latin-1', Buffer.from('{"a": "é"}', 'latin1'), 'is no UTF-8'],
  ['nothing', '\ufeff \n', 'is empty'],
  ['a member twice', '{"a": 1, "\\u0061": 2}', 'has a member twice'],
  ['a member twice in YAML', 'a: 1\na: 2\n', 'must be unique'],
  ['text', 'hello', 'holds neither an object nor a list'],
  ['what is read in two ways', 'a: on\n', 'put it in quotes'],
  ['YAML of one line for Kubernetes', '{kind: x}', 'begins with { and is no JSON', 'kubernetes'],
  ['a line end of YAML 1.1', 'a: 1\nb: c\u0085d', 'in line 2', 'kubernetes'],
  ['flags', '--oidc-issuer-url=https://a.example\n', 'has flags', 'kubernetes'],
  ['flags in quotes', "'--oidc-issuer-url=a'\n'--oidc-client-id=b'\n", 'has flags', 'kubernetes'],
  ['a list of flags', '- kube-apiserver\n- --oidc-client-id=a\n', 'has flags', 'kubernetes'],
  ['a number that Vault compares', '{"bound_claims": {"n": 1.0}}', 'has the number 1.0', 'vault'],
  ['such a number in YAML', 'bound_claims:\n  level: 1.0\n', 'has the number 1.0', 'vault'],
  ['a manifest', 'kind: Pod\nspec: {}\n', 'is the manifest of a pod', 'kubernetes'],
  ['kubeadm', 'kind: ClusterConfiguration\n', 'is a configuration of kubeadm', 'kubernetes'],
  [
    'JSON that was cut off',
    '{"Version": "2012-10-17",\n "Statement": [',
    'begins as JSON and is none',
  ],
  [
    'a template of CloudFormation',
    'Resources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      A: !Sub "${B}"\n',
    'is a template of CloudFormation',
  ],
  [
    'a template without tags',
    'Resources:\n  Role:\n    Type: AWS::IAM::Role\n',
    'is a template of CloudFormation',
  ],
  ['a template in JSON', '{"Resources": {}}', 'is a template of CloudFormation'],
  ['Terraform', 'resource "aws_iam_role" "a" {\n  name = "a"\n}\n', 'is Terraform'],
  ['Terraform in JSON', '{"resource": {"aws_iam_role": {}}}', 'is Terraform', 'azure'],
  ['a state of Terraform', '{"version": 4, "terraform_version": "1.9.0"}', 'is a plan or a', 'gcp'],
  [
    'Terraform',
    'resource "aws_eks_identity_provider_config" "a" {\n',
    'is Terraform',
    'kubernetes',
  ],
  ['a role of Vault', '{"data": {"role_type": "jwt"}}', 'is a role of Vault'],
  ['credentials', '[{"issuer": "https://a.example", "subject": "a"}]', 'credential of Microsoft'],
  ['a policy', '{"Version": "2012-10-17", "Statement": []}', 'is a policy or a role of AWS', 'gcp'],
  ['Bicep', "resource a 'Microsoft.ManagedIdentity/b@2023-01-31' = {\n", 'is Bicep', 'azure'],
  ['commands', '#!/bin/sh\nvault write auth/jwt/role/ci \\\n', 'is a script of a shell', 'vault'],
  ['spaces without end', ' '.repeat(1_000_000), 'is empty'],
  ['spaces before a word', `${' '.repeat(1_000_000)}x "a`, 'holds neither'],
];

describe('readTrustFile', () => {
  it('says what to give in the place of a template', async () => {
    await expect(read('{"AWSTemplateFormatVersion": "2010-09-09"}')).rejects.toMatchObject({
      hint: 'Give what "aws iam get-role --role-name NAME" prints, or what "drawbridge aws trust --format json" does.',
    });
  });

  it.each(
    ROWS.map(([what, content, message, reader = 'aws']) => ({ what, content, message, reader })),
  )('refuses $what, at once', async ({ content, message, reader }) => {
    const begun = performance.now();
    await expect(read(content, reader)).rejects.toMatchObject({
      code: 'usage_invalid',
      message: expect.stringContaining(message) as string,
    });
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  it('reads a value as the API server does', async () => {
    const text = 'requiredValue: on\nenabled: yes\nclaim: "on"\n';
    expect(await read(text, 'kubernetes')).toEqual({
      requiredValue: true,
      enabled: true,
      claim: 'on',
    });
  });

  it('takes a mark at the beginning, as programs of Windows write it', async () => {
    expect(await read('\ufeff{"a": 1}')).toEqual({ a: 1 });
  });
});
