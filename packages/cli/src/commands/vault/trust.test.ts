import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluateVaultRole, readVaultTrust } from '@drawbridge/clouds/vault';
import { afterEach, describe, expect, it } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const ISSUER = 'https://oidc.example.com';
const base = ['vault', 'trust', '--issuer', ISSUER, '--audience', 'vault', '--policy', 'deploy'];

describe('vault trust', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['no subject', [], /a subject is needed/],
    ['http', ['--sub', 'a', '--issuer', 'http://x.example'], /is not an https URL/],
    ['everybody', ['--sub-like', '*'], /is for every subject/],
    ['an empty subject', ['--sub', ''], /It is empty/],
    ['a claim without a value', ['--claim', 'ref'], /Give NAME=VALUE/],
    ['the subject as a claim', ['--claim', 'sub=a'], /Give the subject by --sub/],
    [
      'another format',
      ['--sub', 'a', '--format', 'xml'],
      /Allowed choices are terraform, cli, json/,
    ],
    ['a command line for Terraform', ['--sub', 'a', '--cli', 'bao'], /--cli is for --format cli/],
    ['authorities that are not there', ['--sub', 'a', '--ca', '/nowhere'], /--ca/],
    [
      'keys for a mount that stays',
      ['--sub', 'a', '--existing-mount', '--jwks-url', 'https://a.example/k', '--ca', '/nowhere'],
      /--ca is of the auth method.*\n.*--jwks-url is of the auth method/,
    ],
  ])('refuses %s', async (_, args, message) => {
    const { code, stdout, stderr } = await testRun([...base, ...args]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['terraform', [], /^resource "vault_jwt_auth_backend" "ci" \{/],
    ['cli', ['--mount', 'team/jwt'], /^set -e\nvault auth enable -path=team\/jwt jwt\n/],
    ['cli', ['--cli', 'bao'], /^set -e\nbao auth enable -path=jwt jwt\n/],
    ['cli', ['--existing-mount'], /^set -e\nvault write auth\/jwt\/role\/ci - /],
    ['json', [], /^\{\n {2}"config": \{/],
  ])('prints %s with %j', async (format, args, form) => {
    const { stdout, stderr } = await testRun(
      [...base, '--sub', 'a', '--role', 'ci', '--format', format].concat(args),
    );
    expect(stdout).toMatch(form);
    expect(stdout.endsWith('\n\n')).toBe(false);
    expect(stderr).toBe('');
  });

  it('warns of a pattern, and prints what lets in what fits it', async () => {
    const args = ['--sub-like', 'gitlab:acme/*', '--claim', 'ref=a', '--claim', 'ref=b=c'];
    const { code, stdout, stderr } = await testRun([...base, ...args, '--format', 'json']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: The pattern "gitlab:acme\/\*" lets in every subject/);
    const claims = {
      iss: ISSUER,
      aud: 'vault',
      sub: 'gitlab:acme/app',
      ref: 'b=c',
      iat: 1,
      exp: 9,
    };
    const trust = readVaultTrust(JSON.parse(stdout));
    expect(evaluateVaultRole(trust, { issuer: ISSUER, claims }, 5)).toEqual({
      verdict: 'allowed',
      by: 'the role',
      becomes: 'gitlab:acme/app',
    });
  });
});

describe('with authorities', () => {
  let folder = '';
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('refuses a file without any', async () => {
    folder = await mkdtemp(join(tmpdir(), 'vault-trust-'));
    const path = join(folder, 'ca.pem');
    await writeFile(path, 'no certificate');
    const { code, stderr } = await testRun([...base, '--sub', 'a', '--ca', path]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/ca\.pem, which/);
  });
});
