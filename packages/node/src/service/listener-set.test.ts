import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type Service, silentMetrics } from '@drawbridge/core';
import { createLogRecorder, createTestClock } from '@drawbridge/testing';
import { afterEach, expect, it } from 'vitest';
import { listenAll, type ListenerSet, type Site } from './listener-set.ts';

const runtime = { clock: createTestClock(), log: createLogRecorder(), metrics: silentMetrics };
const sets: ListenerSet[] = [];
afterEach(async () => {
  for (const set of sets.splice(0)) await set.close({ patience: 0 });
});

function site(name: string, port = 0): Site {
  const service: Service = {
    handle: () => Promise.resolve({ status: 200, headers: [], body: name }),
    close: () => Promise.resolve(),
  };
  return { name, service, address: { host: '127.0.0.1', port }, setting: `setting.of.${name}` };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

it('serves each site at its address', async () => {
  const set = await listenAll([site('a'), site('b')], runtime);
  sets.push(set);
  for (const name of ['a', 'b']) {
    expect(await (await fetch(set.urls.get(name) ?? '')).text()).toBe(name);
  }
});

it('lets go of all addresses when one is taken, and names its setting', async () => {
  const taken = await listenAll([site('other')], runtime);
  sets.push(taken);
  const port = await freePort();
  const { port: takenPort } = new URL(taken.urls.get('other') ?? '');
  const failed = listenAll([site('a', port), site('b', Number(takenPort))], runtime);
  await expect(failed).rejects.toMatchObject({
    code: 'address_unavailable',
    message: expect.stringContaining('EADDRINUSE'),
    hint: expect.stringContaining('setting.of.b'),
  });
  sets.push(await listenAll([site('a', port)], runtime));
});

it('closes all, and may be asked to again', async () => {
  const set = await listenAll([site('a'), site('b')], runtime);
  expect(await set.close({ patience: 100 })).toEqual({ cutOff: 0 });
  await set.close();
  for (const url of set.urls.values()) await expect(fetch(url)).rejects.toThrow();
});

it('changes no certificate of a site that serves HTTP, or that is not there', async () => {
  const set = await listenAll([site('a')], runtime);
  sets.push(set);
  const tls = { certificate: 'c', key: 'k' };
  expect([set.renewTls('a', tls), set.renewTls('b', tls)]).toEqual([false, false]);
});
