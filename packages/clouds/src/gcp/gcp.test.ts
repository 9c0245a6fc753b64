import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExternalAccountClient } from 'google-auth-library';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { executableAnswer, executableFailure } from './executable-answer.ts';
import {
  externalAccount,
  type ExternalAccountOptions,
  type TokenSource,
} from './external-account.ts';

const WORKLOAD = 'projects/123456/locations/global/workloadIdentityPools/laptops/providers/okta';
const WORKFORCE = 'locations/global/workforcePools/acme/providers/okta';
const source: TokenSource = { kind: 'file', path: '/run/token' };

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(ends.splice(0).map((end) => end()));
});

/** Stands for Google's STS: it trades any token, and remembers the questions. */
async function sts() {
  const asked: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      asked.push(new URLSearchParams(body));
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          access_token: 'traded',
          issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
          token_type: 'Bearer',
          expires_in: 3600,
        }),
      );
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const tokenUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/token`;
  return { asked, tokenUrl };
}

async function folder() {
  const path = await mkdtemp(join(tmpdir(), 'drawbridge-gcp-'));
  ends.push(() => rm(path, { recursive: true }));
  return path;
}

async function trade(options: ExternalAccountOptions) {
  const client = ExternalAccountClient.fromJSON(JSON.parse(externalAccount(options)));
  return (await client?.getAccessToken())?.token;
}

describe('externalAccount', () => {
  it.each<[string, Partial<ExternalAccountOptions>]>([
    ['a name alone', { provider: 'okta' }],
    ['a project by its name', { provider: WORKLOAD.replace('123456', 'acme') }],
    ['a host before it', { provider: `//iam.googleapis.com/${WORKLOAD}` }],
    ['another line', { provider: `${WORKLOAD}\n` }],
    ['people without a project', { provider: WORKFORCE }],
    ['workloads with one', { userProject: '123' }],
    ['a program with a space', { source: { kind: 'executable', words: ['/opt/my programs/x'] } }],
    ['a word of nothing', { source: { kind: 'executable', words: ['x', ''] } }],
    ['a service account that is a path', { serviceAccount: 'a@b/../c' }],
  ])('refuses %s', (_, others) => {
    expect(() => externalAccount({ provider: WORKLOAD, source, ...others })).toThrow(
      expect.objectContaining({ code: 'cloud_setting_invalid' }),
    );
  });

  it("has Google's library read a file and trade what is in it", async () => {
    const { asked, tokenUrl } = await sts();
    const path = join(await folder(), 'token');
    await writeFile(path, 'the-id-token');
    const token = await trade({ provider: WORKLOAD, source: { kind: 'file', path }, tokenUrl });
    expect(token).toBe('traded');
    expect(asked).toHaveLength(1);
    expect(Object.fromEntries(asked[0] ?? [])).toMatchObject({
      audience: `//iam.googleapis.com/${WORKLOAD}`,
      subject_token: 'the-id-token',
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    });
  });

  it('has it run a program for people', async () => {
    const { asked, tokenUrl } = await sts();
    const script = join(await folder(), 'answer.cjs');
    const expiresAt = Math.floor(Date.now() / 1000) + 600;
    const answer = executableAnswer({ idToken: 'printed', expiresAt });
    await writeFile(script, `process.stdout.write(${JSON.stringify(answer)})`);
    vi.stubEnv('GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES', '1');
    const words = [process.execPath, script];
    const token = await trade({
      provider: WORKFORCE,
      source: { kind: 'executable', words },
      userProject: '123456',
      tokenUrl,
    });
    expect(token).toBe('traded');
    expect(asked[0]?.get('subject_token')).toBe('printed');
    expect(asked[0]?.get('options')).toBe('{"userProject":"123456"}');
  });

  it('tells it of a failure', async () => {
    const { tokenUrl } = await sts();
    const script = join(await folder(), 'answer.cjs');
    const answer = executableFailure('sign_in_needed', 'Run: drawbridge login');
    await writeFile(script, `process.stdout.write(${JSON.stringify(answer)})`);
    vi.stubEnv('GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES', '1');
    const words = [process.execPath, script];
    await expect(
      trade({ provider: WORKLOAD, source: { kind: 'executable', words }, tokenUrl }),
    ).rejects.toThrow(/Run: drawbridge login/);
  });

  it('names the service account to become', () => {
    const serviceAccount = 'app@acme.iam.gserviceaccount.com';
    const made = JSON.parse(externalAccount({ provider: WORKLOAD, source, serviceAccount }));
    expect(made.service_account_impersonation_url).toBe(
      `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${serviceAccount}:generateAccessToken`,
    );
    expect(made.token_url).toBe('https://sts.googleapis.com/v1/token');
  });
});
