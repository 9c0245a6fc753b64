import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore, DrawbridgeError, type Store, systemClock } from '@drawbridge/core';
import { createRuntime } from '@drawbridge/node';
import { createLogRecorder, replyJson, replyText, testCall } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GatewaySection } from '../section/gateway-section.ts';
import { buildGateway, prepareGateway } from './build-gateway.ts';

const cleanUps: (() => unknown)[] = [];
let data: string;
let log = createLogRecorder();

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  log = createLogRecorder();
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  await rm(data, { recursive: true });
});

const SECTION: GatewaySection = {
  url: 'https://auth.example.com',
  hosts: ['app.example.com'],
  trustedProxies: ['10.0.0.2'],
  providers: [{ name: 'corp', issuer: 'https://id.example.com', clientId: 'gateway' }],
  rules: [
    { name: 'status', match: { paths: '/status' }, allow: 'anyone' },
    { name: 'people', match: {}, allow: 'signed-in' },
  ],
};

interface World {
  readonly env?: Readonly<Record<string, string>>;
  readonly openStore?: () => Promise<Store>;
}

function runtimeOf({ env = {}, openStore }: World = {}) {
  const open = openStore ?? (async () => createMemoryStore(systemClock));
  const runtime = createRuntime({ data, log, env, openStore: open });
  cleanUps.push(() => runtime.close());
  return runtime;
}

async function build(changes: Partial<GatewaySection> = {}, world?: World) {
  const gateway = await buildGateway({ ...SECTION, ...changes }, runtimeOf(world));
  cleanUps.push(() => gateway.close());
  const ask = (path: string) =>
    gateway.handle(
      testCall({
        target: '/authz/nginx',
        address: '10.0.0.2',
        headers: [
          ['x-original-url', `https://app.example.com${path}`],
          ['x-original-method', 'GET'],
        ],
      }),
    );
  const at = (target: string, host = 'auth.example.com') =>
    gateway.handle(testCall({ target, headers: [['host', host]] }));
  return { gateway, ask, at };
}

const events = () => log.entries.map(({ level, event }) => `${level}: ${event}`);

describe('the page of what a session is made of', () => {
  it('is not there unless it is asked for', async () => {
    const { at } = await build();
    expect((await at('/inspect')).status).toBe(404);
  });

  it('is on the auth host and on no other, where an app would have a script', async () => {
    const { at } = await build({ inspector: true });
    expect((await at('/inspect', 'app.example.com')).status).toBe(404);
    const opens = [
      ['host', 'auth.example.com'],
      ['sec-fetch-mode', 'navigate'],
      ['sec-fetch-dest', 'document'],
    ] as const;
    const { gateway } = await build({ inspector: true });
    const reply = await gateway.handle(testCall({ target: '/inspect', headers: opens }));
    expect([reply.status, replyText(reply).includes('no session to look into')]).toEqual([
      200,
      true,
    ]);
  });
});

describe('buildGateway refuses', () => {
  it('what does not fit together, before anything is there', async () => {
    const error: unknown = await build({
      hosts: ['app.example.com', 'auth.example.com'],
      session: { keep: 'cookie', refresh: true },
    }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'config_invalid' });
    expect(String(error)).toContain('gateway.hosts[1] is the host of gateway.url');
    expect(String(error)).toContain('gateway.session.refresh needs sessions in the store');
    expect(await readdir(data)).toEqual([]);
  });

  it('files and secrets that are not there, all at once, and changes nothing', async () => {
    const file = join(data, 'none');
    const error: unknown = await prepareGateway(
      {
        ...SECTION,
        providers: [{ ...SECTION.providers[0], clientSecret: { env: 'NONE' } }] as never,
        cookieKeys: [{ file }, { env: 'SHORT' }],
      },
      runtimeOf({ env: { SHORT: 'too-short-PLANTED' } }),
    ).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'config_invalid' });
    for (const path of ['providers[0].clientSecret', 'cookieKeys[0]', 'cookieKeys[1]']) {
      expect(String(error)).toContain(`gateway.${path}`);
    }
    expect(String(error)).not.toContain('PLANTED');
    expect(await readdir(data)).toEqual([]);
  });

  it('to begin without its store, and lets go of nothing half open', async () => {
    const openStore = () => Promise.reject(new DrawbridgeError('store_unavailable'));
    await expect(build({}, { openStore })).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(await readdir(data)).toEqual([]);
  });

  it('the keys of another gateway, and tells what to do where only its address has changed', async () => {
    await (await build()).gateway.close();
    const error: unknown = await build({ url: 'https://sso.example.com' }).catch(
      (thrown) => thrown,
    );
    expect(error).toMatchObject({
      code: 'key_ring_unusable',
      message: expect.stringContaining('those of a gateway at https://auth.example.com'),
      hint: expect.stringContaining('move this folder away'),
    });
    await rm(join(data, 'gateway', 'keys'), { recursive: true });
    const { gateway } = await build({ url: 'https://sso.example.com' });
    await gateway.close();
  });

  it('to make keys anew that are lost while it runs', async () => {
    const { gateway } = await build();
    await rm(join(data, 'gateway'), { recursive: true });
    const next = buildGateway(SECTION, runtimeOf(), gateway);
    await expect(next).rejects.toMatchObject({
      code: 'key_ring_unusable',
      kind: 'configuration',
      message: expect.stringContaining('are not there any more'),
    });
    expect(events().filter((event) => event === 'info: signing key made')).toHaveLength(1);
  });
});

describe('buildGateway', () => {
  it('decides by the rules, and signs who it is by keys of its own', async () => {
    const { ask, at } = await build();
    expect((await ask('/status')).status).toBe(200);
    expect((await ask('/x')).status).toBe(401);
    const { keys } = replyJson(await at('/.well-known/jwks.json')) as { keys: object[] };
    expect(keys).toMatchObject([{ alg: 'ES256' }]);
    expect(events()).toContain('info: signing key made');
    expect(await readdir(join(data, 'gateway'))).toContain('keys');
  });

  it('has the keys of before when it is built again', async () => {
    const keysOf = async () => {
      const { gateway, at } = await build();
      const keys = replyJson(await at('/.well-known/jwks.json'));
      await gateway.close();
      return keys;
    };
    expect(await keysOf()).toEqual(await keysOf());
  });

  it('makes no keys where none are wanted', async () => {
    const keys = 'a secret of thirty-two bytes, at least';
    const { at } = await build(
      { identity: { enabled: false }, cookieKeys: [{ env: 'KEY' }] },
      { env: { KEY: keys } },
    );
    expect((await at('/.well-known/jwks.json')).status).toBe(404);
    expect(await readdir(data)).toEqual([]);
  });

  it('is built with secrets of files, and says none', async () => {
    const file = join(data, 'client-secret');
    await writeFile(file, 'PLANTED-secret\n');
    await build({ providers: [{ ...SECTION.providers[0], clientSecret: { file } }] as never });
    expect(log.text()).not.toContain('PLANTED');
    expect(await readFile(file, 'utf8')).toContain('PLANTED');
  });

  it('warns of what gives up a protection', async () => {
    await build({
      listen: '0.0.0.0:9090',
      providers: [{ ...SECTION.providers[0], trustEmail: true }] as never,
    });
    expect(events()).toContain('warn: the gateway is asked over plain HTTP from other machines');
    expect(events()).toContain('warn: emails are taken without being verified');
  });

  it('answers where oauth2-proxy did, as soon as it is told to', async () => {
    const without = await build();
    expect((await without.at('/oauth2/userinfo', 'app.example.com')).status).toBe(404);
    expect((await without.at('/oauth2/callback')).status).toBe(404);
    await without.gateway.close();
    const { gateway, at } = await build({ compatibility: { oauth2Proxy: { askedBy: 'nginx' } } });
    expect((await at('/oauth2/userinfo', 'app.example.com')).status).toBe(401);
    expect((await at('/oauth2/callback?state=x&code=y')).status).toBe(400);
    expect(gateway.probes).toEqual({ '/ping': 'alive', '/ready': 'ready' });
  });
});
