import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const base = ['gcp', 'trust', '--issuer', 'https://oidc.example.com'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-gcp-trust-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('gcp trust', () => {
  it.each([
    ['no subject', [], /a subject is needed/],
    ['http', ['--sub', 'a', '--issuer', 'http://x.example'], /the issuer /],
    ['everybody', ['--sub-like', '*'], /is for every subject/],
    ['an empty subject', ['--sub', ''], /It is empty/],
    ['another format', ['--sub', 'a', '--format', 'xml'], /Allowed choices are terraform/],
    ['a pool of Google', ['--sub', 'a', '--pool', 'gcp-pool'], /no ID of a pool/],
    ['keys that are not there', ['--sub', 'a', '--jwks', '/no/such/file'], /ENOENT/],
  ])('refuses %s', async (_, args, message) => {
    const { code, stdout, stderr } = await testRun([...base, ...args]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
  });

  it('prints the provider alone on standard output', async () => {
    const args = ['--sub', 'a', '--sub-like', 'b:*', '--audience', 'gcp', '--format', 'json'];
    const { code, stdout, stderr } = await testRun([...base, ...args]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      attributeMapping: { 'google.subject': 'assertion.sub' },
      attributeCondition: "assertion.sub == 'a' || assertion.sub.startsWith('b:')",
      oidc: { issuerUri: 'https://oidc.example.com', allowedAudiences: ['gcp'] },
    });
    expect(stderr).toMatch(/^warning: The pattern "b:\*" lets in every subject that fits/);
  });

  it.each([
    ['terraform', /^resource "google_iam_workload_identity_pool" "drawbridge" \{/],
    ['cli', /^set -e\ngcloud iam workload-identity-pools create drawbridge --location=global\n/],
  ])('prints %s', async (format, form) => {
    const { stdout, stderr } = await testRun([
      ...base,
      '--sub',
      'a',
      '--audience',
      'b',
      '--format',
      format,
    ]);
    expect(stdout).toMatch(form);
    expect(stdout.endsWith('\n\n')).toBe(false);
    expect(stderr).toBe('');
  });

  it('tells the audience of a provider that has none of its own', async () => {
    const args = ['--sub', 'a', '--project', '123456'];
    const { stderr } = await testRun([...base, ...args]);
    expect(stderr).toContain(
      'https://iam.googleapis.com/projects/123456/locations/global/workloadIdentityPools/drawbridge/providers/drawbridge',
    );
  });

  it('uploads keys, and refuses private ones', async () => {
    const key = { kty: 'RSA', kid: 'a', n: 'AQAB', e: 'AQAB' };
    const path = join(folder, 'jwks.json');
    await writeFile(path, JSON.stringify({ keys: [{ ...key, x5t: 'a' }] }));
    const args = [...base, '--sub', 'a', '--format', 'json', '--jwks', path];
    const { stdout } = await testRun(args);
    expect(JSON.parse(stdout)).toMatchObject({
      oidc: { jwksJson: JSON.stringify({ keys: [key] }) },
    });
    await writeFile(path, JSON.stringify({ keys: [{ ...key, d: 'secret' }] }));
    const refused = await testRun(args);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('has a private key in it');
    expect(refused.stderr).not.toContain('secret');
  });
});
