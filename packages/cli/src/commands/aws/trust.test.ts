import { describe, expect, it } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const base = ['aws', 'trust', '--issuer', 'https://oidc.example.com', '--audience', 'aws'];

describe('aws trust', () => {
  it.each([
    ['no subject', [], /a subject is needed/],
    [
      'a pasted https://https://',
      ['--sub', 'a', '--issuer', 'https://https://x.example'],
      /begins with https:\/\/ twice/,
    ],
    ['a port', ['--sub', 'a', '--issuer', 'https://x.example:8443'], /has a port/],
    ['a query', ['--sub', 'a', '--issuer', 'https://x.example/?a'], /has a query/],
    ['http', ['--sub', 'a', '--issuer', 'http://x.example'], /is not an https URL/],
    ['everybody', ['--sub-like', '*'], /is for every subject/],
    ['an empty subject', ['--sub', ''], /It is empty/],
    ['another format', ['--sub', 'a', '--format', 'xml'], /Allowed choices are terraform/],
    [
      'a format with --apply',
      ['--sub', 'a', '--apply', '--format', 'cli'],
      /--format is for printing/,
    ],
    [
      'an account with --apply, which may be another than that of the credentials',
      ['--sub', 'a', '--apply', '--account', '111122223333'],
      /--account is for printing: --apply sets up the account of your credentials/,
    ],
    [
      'an endpoint without --apply',
      ['--sub', 'a', '--endpoint-url', 'http://127.0.0.1'],
      /--endpoint-url is for --apply/,
    ],
    ['an authority without --apply', ['--sub', 'a', '--ca', 'x'], /--ca is for --apply/],
    ['json without an account', ['--sub', 'a', '--format', 'json'], /whose account is not known/],
  ])('refuses %s', async (_, args, message) => {
    const { code, stdout, stderr } = await testRun([...base, ...args]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
  });

  it('prints the trust policy alone on standard output', async () => {
    const args = [
      '--sub',
      'a',
      '--sub-like',
      'b:*',
      '--format',
      'json',
      '--account',
      '123456789012',
    ];
    const { code, stdout, stderr } = await testRun([...base, ...args]);
    expect(code).toBe(0);
    const { Statement } = JSON.parse(stdout) as { Statement: unknown[] };
    expect(Statement).toHaveLength(2);
    expect(stderr).toMatch(/^warning: The pattern "b:\*" lets in every subject that fits/);
  });

  it.each([
    ['terraform', /^resource "aws_iam_openid_connect_provider" "ci" \{/],
    ['cloudformation', /^AWSTemplateFormatVersion: "2010-09-09"\n/],
    ['cli', /^set -e\nprovider=\$\(aws iam create-open-id-connect-provider/],
  ])('prints %s', async (format, form) => {
    const { stdout, stderr } = await testRun([
      ...base,
      '--sub',
      'a',
      '--role',
      'ci',
      '--format',
      format,
    ]);
    expect(stdout).toMatch(form);
    expect(stdout.endsWith('\n\n')).toBe(false);
    expect(stderr).toBe('');
  });

  it('names a provider of the partition that is given', async () => {
    const args = ['--sub', 'a', '--format', 'json', '--account', '123456789012'];
    const { code, stdout } = await testRun([...base, ...args, '--partition', 'aws-cn']);
    expect(code).toBe(0);
    expect(stdout).toContain('"arn:aws-cn:iam::123456789012:oidc-provider/oidc.example.com"');
  });

  it('asks no IAM of another partition than that which is given', async () => {
    const args = [...base, '--sub', 'a', '--apply', '--partition', 'aws-us-gov'];
    const env = { AWS_REGION: 'eu-west-1' };
    const { code, stderr } = await testRun(args, { env });
    expect(code).toBe(2);
    expect(stderr).toContain('AWS_REGION is eu-west-1, of the partition aws');
  });

  it('warns once of an issuer on this machine', async () => {
    const args = [
      'aws',
      'trust',
      '--issuer',
      'http://127.0.0.1:9100',
      '--audience',
      'a',
      '--sub',
      'b',
    ];
    const { code, stderr } = await testRun(args);
    expect(code).toBe(0);
    expect(stderr.match(/warning/g)).toHaveLength(1);
  });
});
