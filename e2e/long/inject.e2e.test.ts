import { readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { TEST_CLIENT } from '@drawbridge/testing';
import { type ListeningIssuer, listenTestIssuer } from '@drawbridge/testing/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningCommand } from '../support/command.ts';
import { readBlocks } from '../support/documents.ts';
import { type ProtectedRemote, startRemote } from '../support/protected-remote.ts';
import { createStage, type Stage } from '../support/stage.ts';

let stage: Stage;
let issuer: ListeningIssuer;
let remote: ProtectedRemote;
let folder: string;

beforeEach(async () => {
  stage = createStage();
  issuer = await listenTestIssuer();
  stage.later(() => issuer.close());
  remote = await startRemote(stage);
  folder = await stage.folder();
});
afterEach(() => stage.clear());

const CLIENT = ['--client-id', TEST_CLIENT.clientId, '--client-secret', 'CLIENT_SECRET'];

async function refreshToken(): Promise<string> {
  const { refreshToken: token } = await issuer.grant();
  if (token === undefined) throw new Error('the issuer gave no refresh token');
  return token;
}

function inject(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return stage.start(['inject', '--data', folder, '--listen', '127.0.0.1:0', ...args], {
    cwd: folder,
    env: { CLIENT_SECRET: TEST_CLIENT.clientSecret, DRAWBRIDGE_LOG__LEVEL: 'debug', ...env },
  });
}

async function urlOf(command: RunningCommand): Promise<string> {
  const [, url = ''] = await command.waitFor('stderr', /Try: curl (http:\S+)/);
  return url;
}

const withRefresh = async (env: Readonly<Record<string, string>> = {}) =>
  inject([remote.url, '--issuer', issuer.issuer, ...CLIENT, '--refresh-token', 'REFRESH_TOKEN'], {
    REFRESH_TOKEN: await refreshToken(),
    ...env,
  });

describe('drawbridge inject', () => {
  it('adds a token, in the place of what the caller sends, and ends by a signal', async () => {
    const command = await withRefresh();
    const url = await urlOf(command);
    expect(command.stderr()).toContain(`goes on to ${remote.url}`);
    const reply = await fetch(`${url}a?b`, { headers: { authorization: 'Bearer mine' } });
    expect([reply.status, await reply.text()]).toEqual([200, 'GET /a?b']);
    const headers = remote.calls[0]?.headers ?? {};
    expect(headers.authorization).toMatch(/^Bearer ey/);
    expect(headers.host).toBe(new URL(remote.url).host);
    expect(await command.stop()).toEqual({ code: 0, signal: null });
    expect(stage.output()).not.toContain(headers.authorization?.slice(7) ?? '-');
  });

  it('goes on with the token that took the place of the one in the environment', async () => {
    const REFRESH_TOKEN = await refreshToken();
    const first = await withRefresh({ REFRESH_TOKEN });
    await urlOf(first);
    await first.stop();
    expect(await readdir(join(folder, 'tokens'))).toHaveLength(1);
    const second = await withRefresh({ REFRESH_TOKEN });
    expect((await fetch(await urlOf(second))).status).toBe(200);
  });

  it('sends a call once more with another token, where the first is refused', async () => {
    const strict = await startRemote(stage, (value) => value.startsWith('Bearer ey'));
    const tokens = ['--refresh-token', 'REFRESH_TOKEN', '--access-token', 'OLD'];
    const command = await inject([strict.url, '--issuer', issuer.issuer, ...CLIENT, ...tokens], {
      REFRESH_TOKEN: await refreshToken(),
      OLD: 'one-that-was-revoked',
    });
    expect((await fetch(await urlOf(command))).status).toBe(200);
    expect(strict.calls.map(({ headers }) => headers.authorization?.slice(0, 15))).toEqual([
      'Bearer one-that',
      expect.stringMatching(/^Bearer ey/),
    ]);
  });

  it('renews a token once for two that share it', async () => {
    const REFRESH_TOKEN = await refreshToken();
    const urls = await Promise.all(
      [1, 2, 3].map(async () => urlOf(await withRefresh({ REFRESH_TOKEN }))),
    );
    const replies = await Promise.all([...urls, ...urls].map((url) => fetch(url)));
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    expect(new Set(remote.calls.map(({ headers }) => headers.authorization)).size).toBe(1);
  });

  it('says at the start that a sign-in is needed', async () => {
    const command = await withRefresh({ REFRESH_TOKEN: 'planted-and-unknown' });
    expect(await command.exited).toMatchObject({ code: 1 });
    expect(command.stderr().match(/sign in again/gi)).toHaveLength(1);
    expect(command.stderr()).not.toContain('planted');
  });

  it('says that it stops while it waits for a token, and no more than that', async () => {
    const goOn = issuer.hold();
    const command = await withRefresh();
    await expect.poll(() => issuer.requests.discovery, { timeout: 20_000 }).toBe(1);
    const ended = command.stop('SIGINT');
    await command.waitFor('stderr', /event=stopping by=SIGINT/);
    // Nothing was sent that could be lost: the issuer is not waited for.
    expect(await ended).toEqual({ code: 0, signal: null });
    goOn();
    expect(command.stderr()).not.toContain('no token yet');
  });

  it('starts where the issuer is not there, and says so to callers', async () => {
    await issuer.close();
    const command = await withRefresh({ REFRESH_TOKEN: 'any' });
    const url = await urlOf(command);
    await command.waitFor('stderr', /no token yet/);
    const reply = await fetch(url);
    expect(reply.status).toBeGreaterThanOrEqual(502);
    expect(reply.headers.get('retry-after')).not.toBeNull();
    expect(remote.calls).toEqual([]);
  });

  it('refuses what a page in a browser would send', async () => {
    const url = new URL(await urlOf(await withRefresh()));
    const ask = (headers: Readonly<Record<string, string>>) =>
      new Promise<number | undefined>((resolve, reject) => {
        request(url, { headers }, ({ statusCode }) => resolve(statusCode))
          .on('error', reject)
          .end();
      });
    expect(await ask({ host: 'rebind.evil.test' })).toBe(403);
    expect(await ask({ origin: 'https://evil.test' })).toBe(403);
    expect(await ask({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await ask({ 'sec-fetch-site': 'none' })).toBe(200);
    expect(remote.calls).toHaveLength(1);
  });

  it('takes a token from a file, a program, a person and for the client itself', async () => {
    const file = join(folder, 'token');
    await writeFile(file, 'of-a-file\n');
    const asked = async (args: readonly string[]) => {
      const command = await inject([remote.url, ...args], { GIVEN: 'of-a-person' });
      await fetch(await urlOf(command));
      await command.stop();
      return remote.calls.at(-1)?.headers.authorization;
    };
    expect(await asked(['--token-file', file])).toBe('Bearer of-a-file');
    expect(await asked(['--token-command', `cat ${file}`])).toBe('Bearer of-a-file');
    expect(await asked(['--access-token', 'GIVEN'])).toBe('Bearer of-a-person');
    const own = ['--issuer', issuer.issuer, ...CLIENT, '--client-credentials'];
    expect(await asked(own)).toMatch(/^Bearer ey/);
  });

  it('listens on a socket file', async () => {
    const socketPath = join(folder, 'i.sock');
    const command = await stage.start(
      ['inject', remote.url, '--data', folder, '--socket', socketPath, '--access-token', 'GIVEN'],
      { cwd: folder, env: { GIVEN: 'of-a-person' } },
    );
    await command.waitFor('stderr', /Try: curl --unix-socket/);
    const status = await new Promise((resolve, reject) => {
      request({ socketPath, path: '/', headers: { host: 'localhost' } }, (reply) =>
        resolve(reply.statusCode),
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
  });

  it.each([
    ['nothing', [], 'there is no remote service'],
    ['no token', ['https://up.test'], 'inject.token is missing'],
    [
      'a token on the command line',
      ['https://up.test', '--access-token', 'planted'],
      '--access-token',
    ],
    ['a remote that is none', ['up.test', '--token-file', 't'], 'is not an absolute URL'],
  ])('does not start with %s', async (_, args, message) => {
    const { code, stderr } = await stage.run(['inject', ...args], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('planted');
  });
});

describe('docs/inject.md', () => {
  it('has a first line that serves', async () => {
    const { text = '' } =
      (await readBlocks('docs/inject.md')).find(({ mark }) => mark === 'inject') ?? {};
    const words = text.replaceAll('\\\n', ' ').trim().split(/\s+/).slice(1);
    const own: Readonly<Record<string, string>> = {
      'https://remote.example': remote.url,
      'https://id.example': issuer.issuer,
      me: TEST_CLIENT.clientId,
    };
    const args = words.slice(1).map((word) => own[word] ?? word);
    const command = await inject([...args, '--client-secret', 'CLIENT_SECRET'], {
      REFRESH_TOKEN: await refreshToken(),
    });
    expect((await fetch(await urlOf(command))).status).toBe(200);
  });

  it('has configurations without a fault', async () => {
    const examples = (await readBlocks('docs/inject.md')).filter(({ mark }) => mark === 'injected');
    expect(examples).toHaveLength(2);
    for (const { text } of examples) {
      const file = join(folder, 'drawbridge.yaml');
      await writeFile(file, text);
      const { code, stderr } = await stage.run(['config', 'check', '--config', file]);
      expect([code, stderr]).toEqual([0, expect.not.stringContaining('fault')]);
    }
  });
});
