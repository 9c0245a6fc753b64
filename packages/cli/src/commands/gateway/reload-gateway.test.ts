import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore, systemClock } from '@drawbridge/core';
import type { GatewaySection } from '@drawbridge/gateway/node';
import { createRuntime } from '@drawbridge/node';
import { createLogRecorder } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '../../context.ts';
import { type GatewayService, startGateway } from './gateway-service.ts';
import { reloadGateway } from './reload-gateway.ts';

const cleanUps: (() => unknown)[] = [];
let data: string;
let log = createLogRecorder();

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
  log = createLogRecorder();
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  await rm(data, { recursive: true });
});

const SECTION: GatewaySection = {
  url: 'https://auth.example.com',
  listen: '127.0.0.1:0',
  hosts: ['app.example.com'],
  trustedProxies: ['127.0.0.1'],
  shutdown: { patience: 0 },
  providers: [{ name: 'corp', issuer: 'https://id.example.com', clientId: 'gateway' }],
  rules: [{ name: 'status', match: { paths: '/status' }, allow: 'anyone' }],
};

const configOf = (changes: Partial<GatewaySection> = {}): Config => ({
  gateway: { ...SECTION, ...changes },
});

/** A gateway that listens, and what a proxy is told there. */
async function start() {
  const openStore = async () => createMemoryStore(systemClock);
  const runtime = { ...createRuntime({ data, log, openStore }), showHealth: () => {} };
  cleanUps.push(() => runtime.close());
  const service: GatewayService = await startGateway(configOf(), runtime, { stopped() {} });
  const url = service.listeners.urls.get('gateway');
  cleanUps.push(() => service.close());
  const reload = (config: Config) => reloadGateway(service, config, runtime);
  const ask = async (path: string) => {
    const headers = {
      'x-original-url': `https://app.example.com${path}`,
      'x-original-method': 'GET',
    };
    return (await fetch(`${url}/authz/nginx`, { headers })).status;
  };
  const probe = async (path: string) => (await fetch(`${url}${path}`)).status;
  return { service, reload, ask, probe };
}

const OPEN = { name: 'open', match: { paths: '/open' }, allow: 'anyone' } as const;

describe('reloadGateway leaves all as it was', () => {
  it.each<[string, Config, string]>([
    ['no section', {}, 'usage_invalid'],
    [
      'what does not fit together',
      configOf({ rules: [OPEN], hosts: ['auth.example.com'] }),
      'config_invalid',
    ],
    [
      'a secret that is not there',
      configOf({ rules: [OPEN], cookieKeys: [{ env: 'NONE' }] }),
      'config_invalid',
    ],
  ])('for %s', async (_, config, code) => {
    const { service, reload, ask } = await start();
    const before = service.current.current;
    await expect(reload(config)).rejects.toMatchObject({ code });
    expect(service.current.current).toBe(before);
    expect(service.section).toEqual(SECTION);
    expect([await ask('/status'), await ask('/open')]).toEqual([200, 403]);
  });

  it('where its keys are lost: what runs has them still', async () => {
    const { reload, ask } = await start();
    await rm(join(data, 'gateway'), { recursive: true });
    await expect(reload(configOf({ rules: [OPEN] }))).rejects.toMatchObject({
      code: 'key_ring_unusable',
    });
    expect([await ask('/status'), await ask('/open')]).toEqual([200, 403]);
  });
});

describe('reloadGateway', () => {
  it('puts rules in force, and says which changed', async () => {
    const { service, reload, ask } = await start();
    const changes = await reload(configOf({ rules: [OPEN] }));
    expect(changes).toBe('rules added: open; rules removed: status');
    expect([await ask('/status'), await ask('/open')]).toEqual([403, 200]);
    expect(service.section.rules).toEqual([OPEN]);
  });

  it('says what waits for a restart, and does the rest', async () => {
    const { reload, ask } = await start();
    await reload(configOf({ listen: '127.0.0.1:1', rules: [OPEN] }));
    expect(log.entries).toContainEqual(
      expect.objectContaining({
        event: 'settings wait for a restart',
        fields: { settings: 'gateway.listen' },
      }),
    );
    expect(await ask('/open')).toBe(200);
  });

  it('has probes asked at other paths as soon as they are there, and no longer', async () => {
    const { reload, probe } = await start();
    const probes = async () => [
      await probe('/ping'),
      await probe('/ready'),
      await probe('/readyz'),
    ];
    expect(await probes()).toEqual([404, 404, 200]);
    await reload(configOf({ compatibility: { oauth2Proxy: { askedBy: 'nginx' } } }));
    expect(await probes()).toEqual([200, 200, 200]);
    await reload(configOf());
    expect(await probes()).toEqual([404, 404, 200]);
  });

  it('reads secrets anew', async () => {
    const file = join(data, 'cookie-key');
    await writeFile(file, 'a secret of thirty-two bytes, at least');
    const { reload } = await start();
    const config = configOf({ cookieKeys: [{ file }] });
    await reload(config);
    await writeFile(file, 'too short');
    await expect(reload(config)).rejects.toThrow('gateway.cookieKeys[0] has less than 32 bytes');
    expect(await readFile(file, 'utf8')).toBe('too short');
    expect(log.text()).not.toContain('too short');
  });
});
