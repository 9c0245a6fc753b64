import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { finish, type RunningCommand, start } from './support/command.ts';
import { getJson } from './support/exchange.ts';
import { createStage } from './support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

const hasCurl = (await finish(start('sh', ['-c', 'command -v curl']))).code === 0;
const TOKEN = /eyJ[\w-]+\.[\w-]+\./;

interface DevLine {
  readonly upstreamIssuer: string;
  readonly upstreamToken: string;
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly exchangedToken: string;
}

async function startDev(data: string, listen = '127.0.0.1:0') {
  const command = await stage.start(['dev', '--json', '--data', data, '--listen', listen]);
  const [line] = await command.waitFor('stdout', /^.*\n/);
  return { command, line, system: JSON.parse(line) as DevLine };
}

describe('drawbridge dev --json', () => {
  let data: string;
  let started: Awaited<ReturnType<typeof startDev>>;
  beforeAll(async () => {
    data = await stage.folder();
    started = await startDev(data);
  });

  test('prints one line of JSON with exactly the members that scripts rely on', () => {
    const { command, line, system } = started;
    expect(Object.keys(system)).toEqual([
      'upstreamIssuer',
      'upstreamToken',
      'issuer',
      'tokenEndpoint',
      'exchangedToken',
    ]);
    expect(system.tokenEndpoint).toBe(`${system.issuer}/token`);
    expect(command.stdout()).toBe(line);
    expect(command.stderr()).not.toMatch(TOKEN);
  });

  test('hands out tokens that jose verifies from the published documents', async () => {
    const { system } = started;
    const verify = async (token: string, issuer: string) => {
      const discovery = await getJson<{ issuer: string; jwks_uri: string }>(
        `${issuer}/.well-known/openid-configuration`,
      );
      expect(discovery.issuer).toBe(issuer);
      const keys = createRemoteJWKSet(new URL(discovery.jwks_uri));
      return (await jwtVerify(token, keys, { issuer, algorithms: ['RS256'] })).payload;
    };
    const upstream = await verify(system.upstreamToken, system.upstreamIssuer);
    const exchanged = await verify(system.exchangedToken, system.issuer);
    expect(upstream.aud).toBe(system.issuer);
    expect(exchanged).toEqual({
      iss: system.issuer,
      sub: 'project_path:acme/web:ref_type:branch:ref:main',
      aud: 'sts.amazonaws.com',
      project_path: 'acme/web',
      ref: 'main',
      iat: expect.any(Number),
      nbf: expect.any(Number),
      exp: expect.any(Number),
      jti: expect.any(String),
    });
    expect(exchanged.jti).not.toBe(upstream.jti);
  });

  test('ends in order by SIGINT', async () => {
    await expectOrderlyEnd(started, 'SIGINT');
    expect(started.command.stdout()).toBe(started.line);
    expect(started.command.stderr()).not.toMatch(TOKEN);
  });

  test('goes on with its key ring at the next start there, and ends in order by SIGTERM', async () => {
    const again = await startDev(data, new URL(started.system.issuer).host);
    const [kid, next] = [started, again].map(
      ({ system }) => decodeProtectedHeader(system.exchangedToken).kid,
    );
    expect(kid).toMatch(/^[\w-]{43}$/);
    expect(next).toBe(kid);
    await expectOrderlyEnd(again, 'SIGTERM');
  });

  async function expectOrderlyEnd(
    { command, system }: typeof started,
    signal: NodeJS.Signals,
  ): Promise<void> {
    const port = Number(new URL(system.issuer).port);
    const file = `${data}/dev/upstream-token-${port}.jwt`;
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toBe(system.upstreamToken);
    // A connection that is kept alive must not keep the process.
    await fetch(`${system.issuer}/.well-known/jwks.json`);

    const asked = Date.now();
    expect(await command.stop(signal)).toEqual({ code: 0, signal: null });
    expect(Date.now() - asked).toBeLessThan(2_000);
    expect(existsSync(file)).toBe(false);
    for (const url of [system.issuer, system.upstreamIssuer]) {
      expect(await isFree(Number(new URL(url).port))).toBe(true);
    }
  }
});

describe('drawbridge dev in a pipe', () => {
  let command: RunningCommand;
  beforeAll(async () => {
    // A folder that a shell would take apart.
    const data = `${await stage.folder()}/it's "here" $HOME`;
    command = await stage.start(['dev', '--data', data, '--listen', '127.0.0.1:0']);
    await command.waitFor('stdout', /Ctrl-C ends it\.\n/);
  });
  afterAll(() => command.stop());

  test('shows the way of a token in plain text, without the token', () => {
    const screen = command.stdout();
    expect(screen).not.toContain('\u001b');
    expect(screen).not.toMatch(TOKEN);
    expect(screen).toContain('rule protected-branches-of-web');
    expect(screen).toContain('RS256, valid');
    // Neither the provider's warning of the runtime nor anything else.
    expect(command.stderr()).toBe('');
  });

  test.runIf(hasCurl)('prints a curl command that works', async () => {
    const [, line = ''] = await command.waitFor('stdout', /^ *(curl .*[^|])\n/m);
    const { code, stdout, stderr } = await stage.shell(line);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [, issuer = ''] = /public issuer +(\S+)/.exec(command.stdout()) ?? [];
    const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(stdout, keys, { issuer, audience: 'sts.amazonaws.com' });
    expect(payload.sub).toBe('project_path:acme/web:ref_type:branch:ref:main');
    // From then on the log tells of what crosses, by fingerprint.
    await command.waitFor('stderr', /event="token exchanged"/);
    expect(command.stderr()).not.toMatch(TOKEN);
  });

  test('lets two run at once, both on default ports or near', async () => {
    const data = await stage.folder();
    const both = await Promise.all([1, 2].map(() => stage.start(['dev', '--data', data])));
    const issuers = await Promise.all(
      both.map(async (one) => {
        const [, issuer] = await one.waitFor('stdout', /public issuer +(\S+)\n[^]*Ctrl-C/);
        return issuer;
      }),
    );
    expect(new Set(issuers).size).toBe(2);
    const ends = await Promise.all(both.map((one) => one.stop('SIGINT')));
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
  });
});

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
