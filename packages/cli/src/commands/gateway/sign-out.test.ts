import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDefaultEngine, silentLog, systemClock } from '@drawbridge/core';
import { createStoreSessions } from '@drawbridge/gateway';
import { createNodeSealer, openStore } from '@drawbridge/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const SECRET = 'a secret of thirty-two bytes, or more';
const ISSUER = 'https://id.example.com';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'drawbridge-sign-out-'));
});
afterEach(() => rm(data, { recursive: true }));

async function signOut(args: readonly string[], more: object = {}, gateway: object = {}) {
  const config = join(data, 'drawbridge.yaml');
  const section = {
    url: 'https://auth.example.com',
    hosts: ['app.example.com'],
    providers: [{ name: 'corp', issuer: ISSUER, clientId: 'gateway' }],
    cookieKeys: [{ env: 'COOKIE_KEY' }],
    rules: [{ name: 'people', match: {}, allow: 'signed-in' }],
    ...gateway,
  };
  await writeFile(config, JSON.stringify({ version: 1, gateway: section, ...more }));
  return testRun(['gateway', 'sign-out', ...args, '--config', config, '--data', data], {
    env: { COOKIE_KEY: SECRET },
  });
}

/** As nobody verifies it here: without a signature. */
const ID_TOKEN = `${btoa('{"alg":"RS256"}')}.${btoa('{"exp":9999999999}')}.eHh4`.replaceAll(
  '=',
  '',
);

/** A provider at which tokens are revoked, or are not. @returns its issuer, and what was sent there */
async function startProvider(status = 200) {
  const revoked: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      if (request.url === '/revoke') {
        revoked.push(body);
        response.writeHead(status).end();
        return;
      }
      const at = (path: string) => issuer + path;
      response.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          issuer,
          authorization_endpoint: at('/authorize'),
          token_endpoint: at('/token'),
          jwks_uri: at('/jwks'),
          revocation_endpoint: at('/revoke'),
        }),
      );
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => new Promise((resolve) => server.close(resolve));
  return { issuer, revoked, close };
}

/** The sessions of a gateway that serves meanwhile, in a process of its own as far as the store can tell. */
async function openGateway(issuer = ISSUER, refreshToken?: string) {
  const common = { data, env: {}, clock: systemClock, log: silentLog };
  const store = await openStore(undefined, common);
  const sessions = createStoreSessions({
    store,
    sealer: createNodeSealer([SECRET], { purpose: 'cookies' }),
    engine: createDefaultEngine(),
    lifetime: 600,
    idle: 600,
    ...(refreshToken !== undefined && { refresh: () => ({}) as never }),
  });
  const begin = async (subject: string) => {
    const session = await sessions.begin({
      user: {
        provider: 'corp',
        issuer,
        subject,
        groups: { kind: 'unknown', reason: 'none' },
        claims: {},
      },
      askedAt: Math.floor(Date.now() / 1000) + 0.001,
      tokens: {
        idToken: ID_TOKEN,
        accessToken: 'y',
        tokenType: 'Bearer',
        obtainedAt: 0,
        ...(refreshToken !== undefined && { refreshToken }),
      },
    });
    const cookie = await sessions.cookieFor(session, 'app.example.com');
    return () => sessions.open(cookie, 'app.example.com');
  };
  const close = async () => {
    await sessions.close();
    await store.close();
  };
  return { begin, close };
}

describe('drawbridge gateway sign-out', () => {
  it('cannot reach what is in the memory of the gateway, and says so', async () => {
    const { code, stderr } = await signOut(['a1'], { store: { driver: 'memory' } });
    expect(code).toBe(2);
    expect(stderr).toContain('in the memory of the gateway alone');
    expect(stderr).toContain('a rule with deny');
  });

  it('looks in no folder where no gateway is, and makes none', async () => {
    expect((await signOut(['a1'])).stderr).toContain('no gateway keeps its sessions here');
    await mkdir(join(data, 'store'));
    const { code, stderr } = await signOut(['a1'], {}, { cookieKeys: undefined });
    expect(code).toBe(2);
    expect(stderr).toContain('cookie-keys cannot be read (ENOENT)');
    expect((await readdir(data)).toSorted()).toEqual(['drawbridge.yaml', 'store']);
  });

  it.each<[string, readonly string[], object, string]>([
    ['no subject', [''], {}, 'empty'],
    [
      'a provider that is not there',
      ['a1', '--provider', 'x'],
      {},
      'Give one with --provider: corp.',
    ],
    [
      'several providers, and none named',
      ['a1'],
      {
        providers: ['corp', 'b'].map((name) => ({
          name,
          issuer: `https://${name}.example`,
          clientId: 'x',
        })),
      },
      'Give one with --provider: corp, b.',
    ],
    ['a secret that is too short', ['a1'], { cookieKeys: [{ env: 'HOME' }] }, 'cookieKeys[0]'],
  ])('refuses %s, with exit code 2', async (_, args, gateway, text) => {
    await mkdir(join(data, 'store'));
    const { code, stderr } = await signOut(args, {}, gateway);
    expect(code).toBe(2);
    expect(stderr).toContain(text);
  });

  it('ends the sessions of one person, and of nobody else', async () => {
    const gateway = await openGateway();
    try {
      const [alice, also, bob] = [
        await gateway.begin('alice'),
        await gateway.begin('alice'),
        await gateway.begin('bob'),
      ];
      const listed = JSON.parse((await signOut(['alice', '--list', '--json'])).stdout);
      expect(listed).toMatchObject({ provider: 'corp', subject: 'alice', ended: false });
      expect(listed.sessions).toHaveLength(2);
      for (const { createdAt } of listed.sessions) expect(createdAt % 1).toBe(0);
      expect(await alice()).toBeDefined();
      const { code, stdout, stderr } = await signOut(['alice']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^(?:since [\dT:-]+Z {2}ended; else until \S+Z\n){2}$/);
      expect(stderr).toContain('lock them at the provider, or add a rule with deny');
      expect([await alice(), await also()]).toEqual([undefined, undefined]);
      expect(await bob()).toBeDefined();
    } finally {
      await gateway.close();
    }
  });

  it('ends at the provider what their sessions were renewed with', async () => {
    const provider = await startProvider();
    const { issuer, revoked } = provider;
    const gateway = await openGateway(issuer, 'refresh-1');
    try {
      const alice = await gateway.begin('alice');
      const providers = [{ name: 'corp', issuer, clientId: 'gateway' }];
      await signOut(['alice', '--list'], {}, { providers });
      expect(revoked).toEqual([]);
      const { code, stdout, stderr } = await signOut(['alice'], {}, { providers });
      expect([code, revoked.length]).toEqual([0, 1]);
      expect(new URLSearchParams(revoked[0]).get('token')).toBe('refresh-1');
      expect(stdout + stderr).not.toContain('refresh-1');
      expect(stderr).not.toContain('not revoked');
      expect(await alice()).toBeUndefined();
    } finally {
      await gateway.close();
      await provider.close();
    }
  });

  it.each<[string, number, object, string]>([
    ['refuses', 500, {}, 'refresh token not revoked'],
    [
      'cannot be asked without its secret, which is not at hand here',
      200,
      { clientSecret: { env: 'NOT_SET' } },
      'gateway.providers[0].clientSecret',
    ],
  ])(
    'signs out all the same where the provider %s, and says that tokens live on',
    async (_, status, more, text) => {
      const provider = await startProvider(status);
      const { issuer } = provider;
      const gateway = await openGateway(issuer, 'refresh-1');
      try {
        const alice = await gateway.begin('alice');
        const providers = [{ name: 'corp', issuer, clientId: 'gateway', ...more }];
        const { code, stdout, stderr } = await signOut(['alice'], {}, { providers });
        expect(code).toBe(0);
        expect(stderr).toContain('not revoked');
        expect(stderr).toContain(text);
        expect(stdout + stderr).not.toContain('refresh-1');
        expect(await alice()).toBeUndefined();
      } finally {
        await gateway.close();
        await provider.close();
      }
    },
  );

  it('asks back where it knows of no session, and ends all the same what begins meanwhile', async () => {
    const gateway = await openGateway();
    try {
      const { code, stdout, stderr } = await signOut(['Alice']);
      expect([code, stdout]).toEqual([0, '']);
      expect(stderr).toContain('No session of "Alice" of corp is known.');
      const listed = await signOut(['Alice', '--list']);
      expect(listed.stderr).not.toContain('signed out');
    } finally {
      await gateway.close();
    }
  });
});
