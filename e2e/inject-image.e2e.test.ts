import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TEST_CLIENT } from '@drawbridge/testing';
import { type ListeningIssuer, listenTestIssuer } from '@drawbridge/testing/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from './support/documents.ts';
import { freePort } from './support/free-port.ts';
import { type ProtectedRemote, startRemote } from './support/protected-remote.ts';
import { createStage, type Stage } from './support/stage.ts';

// No container engine is needed: what the image would run is run as a process, with the variables of the original.

let stage: Stage;
let issuer: ListeningIssuer;
let remote: ProtectedRemote;
let folder: string;
let port: number;

beforeEach(async () => {
  stage = createStage();
  issuer = await listenTestIssuer({ audience: 'account' });
  stage.later(() => issuer.close());
  remote = await startRemote(stage);
  folder = await stage.folder();
  port = await freePort();
});
afterEach(() => stage.clear());

async function entryPoint(): Promise<readonly string[]> {
  const [, line = '[]'] =
    /^ENTRYPOINT (\[.*\])$/m.exec(await readFile(join(ROOT, 'deploy/Containerfile'), 'utf8')) ?? [];
  return JSON.parse(line) as string[];
}

/** Those of the container command in the README of eoepca-security. */
async function variables(): Promise<Record<string, string>> {
  const { refreshToken = '' } = await issuer.grant();
  return {
    OPEN_ID_CONNECT_URL: `${issuer.issuer}/.well-known/openid-configuration`,
    OPEN_ID_CONNECT_CLIENT_ID: TEST_CLIENT.clientId,
    OPEN_ID_CONNECT_CLIENT_SECRET: TEST_CLIENT.clientSecret,
    REMOTE_PROTECTED_DOMAIN: remote.url,
    TLS_NO_VERIFY: 'true',
    OPEN_ID_CONNECT_AUDIENCE: 'account',
    OPEN_ID_REFRESH_TOKEN: refreshToken,
  };
}

async function run(env: Readonly<Record<string, string>>) {
  const [program, ...args] = await entryPoint();
  expect(program).toBe('drawbridge');
  // But for the host: a test listens where no other machine reaches it.
  const own = { PROXY_HOST: '127.0.0.1', PROXY_PORT: String(port), DRAWBRIDGE_DATA: folder };
  return stage.start(args, { cwd: folder, env: { ...own, ...env } });
}

describe('the entry point of deploy/Containerfile', () => {
  it('serves with the variables of the original', async () => {
    const env = await variables();
    const command = await run(env);
    await command.waitFor('stderr', new RegExp(`Try: curl http://127.0.0.1:${port}/`));
    const reply = await fetch(`http://127.0.0.1:${port}/x`);
    expect([reply.status, await reply.text()]).toEqual([200, 'GET /x']);
    expect(command.stderr()).toContain('not verified');
    await command.stop();
    for (const name of ['OPEN_ID_REFRESH_TOKEN', 'OPEN_ID_CONNECT_CLIENT_SECRET']) {
      expect(stage.output()).not.toContain(env[name]);
    }
  });

  it('reads a file .env, before which the environment goes', async () => {
    const { REMOTE_PROTECTED_DOMAIN = '', ...others } = await variables();
    const lines = Object.entries({ ...others, REMOTE_PROTECTED_DOMAIN: 'https://nowhere.invalid' });
    await writeFile(
      join(folder, '.env'),
      lines.map(([name, value]) => `${name}="${value}"\n`).join(''),
    );
    const command = await run({ REMOTE_PROTECTED_DOMAIN });
    await command.waitFor('stderr', /Try: curl/);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });

  it('warns of a token for another audience', async () => {
    const command = await run({ ...(await variables()), OPEN_ID_CONNECT_AUDIENCE: 'else' });
    await command.waitFor('stderr', /for another audience/);
  });

  it('is ended by POST with the secret, and by nothing else', async () => {
    const command = await run({
      ...(await variables()),
      PROXY_TERMINATION_ENDPOINT: 'http://0.0.0.0/quitquitquit',
      PROXY_TERMINATION_SECRET: 'right',
    });
    await command.waitFor('stderr', /Try: curl/);
    const url = `http://127.0.0.1:${port}/quitquitquit`;
    expect((await fetch(url)).status).toBe(405);
    expect((await fetch(url, { method: 'POST' })).status).toBe(401);
    const headers = { 'x-drawbridge-secret': 'right' };
    expect((await fetch(url, { method: 'POST', headers })).status).toBe(202);
    expect(await command.exited).toEqual({ code: 0, signal: null });
    expect(remote.calls).toEqual([]);
  });

  it('tells every fault at once, by its variable', async () => {
    const command = await run({ REMOTE_PROTECTED_DOMAIN: 'nowhere', PROXY_PORT: 'x' });
    expect(await command.exited).toMatchObject({ code: 2 });
    for (const name of ['REMOTE_PROTECTED_DOMAIN', 'PROXY_PORT', 'OPEN_ID_REFRESH_TOKEN']) {
      expect(command.stderr()).toContain(name);
    }
  });
});
