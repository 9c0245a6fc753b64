import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestIssuer } from '@drawbridge/testing';
import { expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const issuer = await createTestIssuer({ algorithms: ['ES256'] });
const claims = issuer.claims({ nbf: 1_000_000_000 });
const token = await issuer.issue(claims);
const header = { alg: 'ES256', typ: 'JWT', kid: 'test-ES256' };

test('prints JSON with header and claims', async () => {
  const { code, stdout, stderr } = await testRun(['token', 'decode', token, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toEqual({ header, claims });
});

test('prints both for people, and the times in words beside them', async () => {
  const { code, stdout, stderr } = await testRun(['token', 'decode', token]);
  expect(code).toBe(0);
  expect(stdout).toBe(
    `${JSON.stringify(header, undefined, 2)}\n${JSON.stringify(claims, undefined, 2)}\n`,
  );
  expect(stderr).toMatch(
    /^iat {2}.*Z \(.*\)\nnbf {2}2001-09-09T01:46:40Z \(\d+ days ago\)\nexp {2}.*Z \(in [45] minutes\)\nNot verified: see drawbridge token verify\.\n$/,
  );
});

test('reads standard input and files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
  try {
    const file = join(folder, 'token');
    await writeFile(file, `${token}\n`);
    const args = ['token', 'decode', '--json'];
    const fromFile = await testRun([...args, `@${file}`]);
    const fromInput = await testRun([...args, '-'], { stdin: `${token}\n` });
    expect(JSON.parse(fromFile.stdout)).toEqual({ header, claims });
    expect(fromInput).toEqual(fromFile);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('passes over times that no calendar has', async () => {
  const odd = await issuer.issue({ iat: 1e300, nbf: 'soon', exp: -1 });
  const { code, stderr } = await testRun(['token', 'decode', odd]);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^exp {2}1969-12-31T23:59:59Z \(\d+ days ago\)\nNot verified/);
});

test.each([
  ['a word', 'word', 'it has 1 part, not 3', 'It may be an access token'],
  ['no JSON in the header', 'abc.def.ghi', 'its header is not a JSON object', 'Is it whole?'],
  ['a header of HTTP', `Bearer ${token}`, 'its header is not base64url', 'Give the token alone'],
])('refuses %s with exit code 1, and says what to do', async (_, text, reason, hint) => {
  const { code, stdout, stderr } = await testRun(['token', 'decode', text]);
  expect([code, stdout]).toEqual([1, '']);
  const fault = `drawbridge: the token is not a well-formed signed JWT: ${reason}\n${hint}`;
  expect(stderr.startsWith(fault)).toBe(true);
  expect(stderr.split('\n')).toHaveLength(3);
});

test('refuses a file that is not there with exit code 2', async () => {
  const { code, stderr } = await testRun(['token', 'decode', '@/nowhere/token']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^drawbridge: the token file \/nowhere\/token cannot be read \(ENOENT\)/);
});
