import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { testRun } from '../../test-run.fixture.ts';

const issuer = 'https://oidc.example.com';
const base = ['kubernetes', 'trust', '--issuer', issuer, '--audience', 'kubernetes'];

describe('kubernetes trust', () => {
  it.each([
    ['http', ['--issuer', 'http://x.example'], /is not an https URL/],
    ['everybody by a pattern', ['--sub-like', '*'], /is for every subject/],
    ['an empty subject', ['--sub', ''], /It is empty/],
    ['another format', ['--format', 'xml'], /Allowed choices are yaml, json, flags, rbac, terra/],
    ['names of the cluster', ['--username-prefix', 'system:'], /Kubernetes keeps for itself/],
    ['a role without a binding', ['--cluster-role', 'view'], /--cluster-role is for --format rbac/],
    ['a group without a binding', ['--group', 'a'], /--group is for --format rbac alone/],
    ['a cluster without Terraform', ['--cluster', 'a'], /--cluster is for --format terraform/],
    ['a binding without a role', ['--format', 'rbac'], /a binding needs a role/],
    ['flags for patterns', ['--sub-like', 'a:*', '--format', 'flags'], /cannot have patterns/],
    ['an authority that is not there', ['--ca', '/nowhere/ca.pem'], /--ca/],
  ])('refuses %s', async (_, args, message) => {
    const { code, stdout, stderr } = await testRun([...base, ...args]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
  });

  it('prints the file of an API server alone on standard output', async () => {
    const { code, stdout, stderr } = await testRun([...base, '--sub', 'ci', '--sub-like', 'b:*']);
    expect(code).toBe(0);
    expect(parse(stdout)).toMatchObject({
      kind: 'AuthenticationConfiguration',
      jwt: [{ issuer: { url: issuer, audiences: ['kubernetes'] } }],
    });
    expect(stderr).toMatch(/^warning: The pattern "b:\*" lets in every subject that fits/);
  });

  it('takes an empty prefix for none', async () => {
    const { stdout, stderr } = await testRun([...base, '--sub', 'ci', '--username-prefix', '']);
    expect(parse(stdout)).toMatchObject({
      jwt: [{ claimMappings: { username: { claim: 'sub', prefix: '' } } }],
    });
    expect(stderr).toMatch(/^warning: Without a prefix, a user may be called as one/);
  });

  it('prints a role, flags, and what EKS takes', async () => {
    const rbac = await testRun([
      ...base,
      '--sub',
      'ci',
      '--format',
      'rbac',
      '--cluster-role',
      'view',
    ]);
    expect(parse(rbac.stdout).subjects).toEqual([
      { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'drawbridge:ci' },
    ]);
    const flags = await testRun([...base, '--sub', 'ci', '--format', 'flags']);
    expect(flags.stdout).toContain("'--oidc-required-claim=sub=ci'\n");
    const eks = await testRun([
      ...base,
      '--sub',
      'ci',
      '--format',
      'terraform',
      '--cluster',
      'prod',
    ]);
    expect(eks.stdout).toContain('required_claims               = { sub = "ci" }\n');
  });
});
