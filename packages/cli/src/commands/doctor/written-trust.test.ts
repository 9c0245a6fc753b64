import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '@drawbridge/clouds/doctor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

// What `trust --format json` prints is judged by `doctor --trust`, in full, for every relying party.

const ISSUER = 'https://oidc.drawbridge.invalid';
const SUB = 'repo:acme/app:ref:main';
const PROVIDER =
  'projects/123456/locations/global/workloadIdentityPools/drawbridge/providers/drawbridge';
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-written-trust-'));
});
afterAll(() => rm(folder, { recursive: true }));

function mint(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const all = { iss: ISSUER, sub: SUB, iat: now, exp: now + 600, ...claims };
  const input = `${part({ alg: 'RS256', kid: 'k1', typ: 'JWT' })}.${part(all)}`;
  return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
}

async function judge(party: string, trust: string, claims: object) {
  const file = join(folder, 'trust');
  const token = join(folder, 'token.jwt');
  await writeFile(file, trust);
  await writeFile(token, mint(claims));
  const given = ['--issuer', ISSUER, '--token', `@${token}`, '--trust', file];
  const { stdout, stderr } = await testRun(['doctor', party, '--data', folder, ...given, '--json']);
  if (stdout === '') throw new Error(stderr);
  const { answers } = JSON.parse(stdout) as { readonly answers: readonly Answer[] };
  return answers.filter(({ id }) => id === 'trust').map(({ state }) => state);
}

const AWS = ['--audience', 'ci', '--account', '111122223333'];
const APP = ['--app', '3b9f1c2e-0000-4000-8000-1234567890ab'];
const EMAIL = 'ci@acme-ci.iam.gserviceaccount.com';

type Row = readonly [party: string, args: readonly string[], claims: { readonly aud: string }];

const ROWS: readonly Row[] = [
  ['aws', [...AWS, '--sub', SUB], { aud: 'ci' }],
  ['aws', [...AWS, '--sub-like', 'repo:acme/*'], { aud: 'ci' }],
  ['aws', [...AWS, '--sub', SUB, '--session-tags', '--source-identity'], { aud: 'ci' }],
  ['gcp', ['--sub', SUB, '--audience', 'ci'], { aud: 'ci' }],
  ['gcp', ['--sub', SUB, '--project', '123456'], { aud: `https://iam.googleapis.com/${PROVIDER}` }],
  [
    'gcp',
    ['--sub-like', 'repo:acme/*', '--project', '123456', '--service-account', EMAIL],
    { aud: `//iam.googleapis.com/${PROVIDER}` },
  ],
  ['gcp', ['--sub', SUB, '--project', 'acme-ci', '--audience', 'ci'], { aud: 'ci' }],
  ['azure', [...APP, '--sub', SUB], { aud: 'api://AzureADTokenExchange' }],
  [
    'azure',
    [...APP, '--sub', 'x', '--sub', SUB, '--cloud', 'usgov'],
    { aud: 'api://AzureADTokenExchangeUSGov' },
  ],
  [
    'azure',
    ['--identity', 'ci-id', '--resource-group', 'ci', '--sub', SUB, '--audience', 'ci'],
    { aud: 'ci' },
  ],
  ['kubernetes', ['--audience', 'ci', '--sub', SUB], { aud: 'ci' }],
  ['kubernetes', ['--audience', 'ci', '--sub-like', 'repo:acme/*'], { aud: 'ci' }],
  ['kubernetes', ['--audience', 'ci', '--sub', SUB, '--groups-claim', 'groups'], { aud: 'ci' }],
  ['vault', ['--audience', 'ci', '--sub', SUB, '--policy', 'ci'], { aud: 'ci' }],
  [
    'vault',
    ['--audience', 'ci', '--sub', SUB, '--jwks-url', 'https://keys.drawbridge.invalid/jwks'],
    { aud: 'ci' },
  ],
  ['vault', ['--audience', 'ci', '--sub-like', 'repo:acme/*', '--role', 'app'], { aud: 'ci' }],
];

async function written(party: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await testRun([
    party,
    'trust',
    '--issuer',
    ISSUER,
    ...args,
    '--format',
    'json',
  ]);
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')]);
  return stdout;
}

describe.each(ROWS)('%s trust %j', (party, args, claims) => {
  test('lets in whom it is for, and nobody else', async () => {
    const trust = await written(party, args);
    expect(await judge(party, trust, claims)).toEqual(['passed']);
    for (const other of [
      { ...claims, aud: `${claims.aud}x` },
      { ...claims, sub: 'repo:other/app' },
    ]) {
      expect(await judge(party, trust, other)).toContain('failed');
    }
  });
});

test('vault trust for a method that is there knows its role alone', async () => {
  const trust = await written('vault', ['--audience', 'ci', '--sub', SUB, '--existing-mount']);
  expect(await judge('vault', trust, { aud: 'ci' })).toEqual(['unknown']);
  expect(await judge('vault', trust, { aud: 'ci', sub: 'x' })).toEqual(['failed']);
});

test('gcp trust without the number of the project says what is missing', async () => {
  const args = ['gcp', 'trust', '--issuer', ISSUER, '--sub', SUB, '--format', 'json'];
  const { stdout, stderr } = await testRun([...args, '--project', 'acme-ci']);
  expect(stderr).toContain('warning: Give --project by its number');
  const claims = { aud: `https://iam.googleapis.com/${PROVIDER}` };
  expect(await judge('gcp', stdout, claims)).toEqual(['unknown']);
});
