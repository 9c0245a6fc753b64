import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '@drawbridge/core';
import type { KeptMetrics } from '@drawbridge/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRuntime } from './open-runtime.ts';
import type { Config } from './parts.ts';
import { createTestTerminal } from './test-run.fixture.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'drawbridge-runtime-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

const open = (config: Config, env = {}) =>
  openRuntime({ config, data, log: silentLog }, createTestTerminal({ env }));

/** Listens, which only works where nobody else does. */
async function requireFree(address: string): Promise<void> {
  const [host, port] = address.split(':');
  const server = createServer().listen(Number(port), host);
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}

async function freeAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `127.0.0.1:${port}`;
}

describe('openRuntime', () => {
  it('lets go of what it opened when the next cannot be opened', async () => {
    const listen = await freeAddress();
    const file = join(data, 'no-folder', 'audit.jsonl');
    await expect(open({ metrics: { listen }, audit: { file } })).rejects.toMatchObject({
      code: 'data_unusable',
    });
    await requireFree(listen);
  });

  it('opens nothing when the way out is at fault', async () => {
    const file = join(data, 'audit.jsonl');
    const caFile = join(data, 'none.pem');
    await expect(open({ outbound: { caFile }, audit: { file } })).rejects.toMatchObject({
      code: 'config_invalid',
    });
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('closes all of it', async () => {
    const listen = await freeAddress();
    const file = join(data, 'audit.jsonl');
    const runtime = await open({ metrics: { listen }, audit: { file } });
    const answer = await fetch(`http://${listen}/metrics`);
    expect(await answer.text()).toContain('drawbridge_build_info');
    await runtime.close();
    await requireFree(listen);
    expect(() => runtime.http.documents()).toThrow('closed');
  });

  it('has another process ask for the figures where it is told to, and listens nowhere', async () => {
    const listen = await freeAddress();
    const kept: Pick<KeptMetrics, 'figures' | 'readiness'>[] = [];
    const runtime = await openRuntime(
      {
        config: { metrics: { listen } },
        data,
        log: silentLog,
        askedBy: (asked) => void kept.push(asked),
      },
      createTestTerminal(),
    );
    await requireFree(listen);
    const [only] = kept;
    expect(await only?.readiness()).toMatchObject({ ready: false });
    const ready = { ready: true, checks: [] };
    runtime.showHealth({ readiness: () => Promise.resolve(ready) });
    expect(await only?.readiness()).toEqual(ready);
    const names = (await only?.figures())?.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['drawbridge_build_info', 'process_cpu_seconds_total']),
    );
    await runtime.close();
  });
});
