import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configError, type Metrics, silentMetrics } from '@drawbridge/core';
import { createLogRecorder, createTestClock } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReadConfig } from '../../context.ts';
import { type Follow, followConfig, type Following } from './follow-config.ts';

let folder: string;
let file: string;
let caFile: string;
let follow: Follow | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-follow-'));
  [file, caFile] = [join(folder, 'drawbridge.yaml'), join(folder, 'ca.pem')];
  await writeFile(file, 'one');
  await writeFile(caFile, 'ca');
});
afterEach(async () => {
  await follow?.close();
  await rm(folder, { recursive: true });
});

const PATIENCE = { timeout: 10_000, interval: 5 };

async function setUp(apply: Following['apply'] = () => Promise.resolve('all')) {
  const log = createLogRecorder();
  const gauges: string[] = [];
  const metrics: Metrics = {
    ...silentMetrics,
    set: (name, labels, value) =>
      gauges.push(`${name} ${Object.values(labels).join(' ')} ${value}`),
  };
  const state = { fault: undefined as Error | undefined, reads: 0 };
  const read = (): Promise<ReadConfig> => {
    state.reads++;
    if (state.fault !== undefined) return Promise.reject(state.fault);
    const files = [
      { at: 'exchange.upstreams[0].caFile', path: caFile },
      { at: 'exchange.upstreams[1].jwksFile', path: join(folder, 'jwks.json') },
      { at: 'store.caFile', path: join(folder, 'jwks.json') },
      { at: 'data', path: folder },
    ];
    return Promise.resolve({ config: {}, files });
  };
  const follower = await followConfig({ part: 'exchange', file, read });
  const runtime = { log, metrics, clock: createTestClock() };
  follow = follower.follow({ runtime, apply, interval: 10 });
  const events = () => log.entries.map(({ level, event }) => `${level}: ${event}`);
  return { log, gauges, state, events, follow, follower };
}

describe('followConfig', () => {
  it('fails with the first reading', async () => {
    const read = () => Promise.reject(configError([{ path: 'a', message: 'is wrong' }]));
    await expect(followConfig({ part: 'exchange', file, read })).rejects.toThrow('a is wrong');
  });

  it('applies what is read anew, and tells log and metrics', async () => {
    const { log, gauges, events, follow: following } = await setUp();
    expect(gauges[0]).toBe('drawbridge_config_reload_success exchange 1');
    await following.reload('SIGHUP');
    expect(events()).toEqual(['info: configuration reloaded']);
    expect(log.entries[0]?.fields).toMatchObject({ because: 'SIGHUP', changes: 'all' });
    expect(gauges.slice(2)).toEqual([
      'drawbridge_config_reload_success exchange 1',
      expect.stringMatching(/^drawbridge_config_reload_timestamp_seconds exchange \d{9,}$/),
    ]);
  });

  it('never rejects: a fault is told, with all that is wrong, and the next reload works', async () => {
    const { log, gauges, state, events, follow: following } = await setUp();
    state.fault = configError([
      { path: 'exchange.issuer', message: 'is empty' },
      { path: 'exchange.rules', message: 'is no list' },
    ]);
    await following.reload('SIGHUP');
    expect(log.text()).toContain('exchange.issuer is empty');
    expect(log.text()).toContain('exchange.rules is no list');
    expect(gauges.at(-1)).toBe('drawbridge_config_reload_success exchange 0');
    state.fault = undefined;
    await following.reload('SIGHUP');
    expect(events()).toEqual(['error: configuration not reloaded', 'info: configuration reloaded']);
  });

  it('takes a bug in what applies it for a fault of the reload, not of the process', async () => {
    const { events, follow: following } = await setUp(() => Promise.reject(new TypeError('bug')));
    await following.reload('SIGHUP');
    expect(events()).toEqual(['error: configuration not reloaded']);
  });

  it.each([
    ['the file', () => file],
    ['a file that it names', () => caFile],
  ])('reloads when %s holds something else, once', async (_, path) => {
    const { log, state } = await setUp();
    await writeFile(path(), 'other');
    await vi.waitFor(() => expect(log.entries).toHaveLength(1), PATIENCE);
    expect(log.entries[0]?.fields).toMatchObject({ because: 'a file changed' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(state.reads).toBe(2);
  });

  it('takes what the process wrote itself for no change, and what somebody writes afterwards for one', async () => {
    const { log, state, follower } = await setUp();
    await writeFile(caFile, 'made');
    await follower.take(caFile, 'made');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(state.reads).toBe(1);
    await writeFile(caFile, 'other');
    await vi.waitFor(() => expect(log.entries).toHaveLength(1), PATIENCE);
    expect(state.reads).toBe(2);
  });

  it.each([
    ['another text', () => writeFile(caFile, 'of somebody')],
    ['nothing, since it is gone', () => rm(caFile)],
  ])('takes no note of a file that holds %s', async (_, change) => {
    const { log, follower } = await setUp();
    await change();
    await follower.take(caFile, 'made');
    await vi.waitFor(() => expect(log.entries).toHaveLength(1), PATIENCE);
  });

  it('takes no note of a file that it does not follow', async () => {
    const { state, follower } = await setUp();
    const other = join(folder, 'other');
    await writeFile(other, 'made');
    await follower.take(other, 'made');
    await writeFile(other, 'changed');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(state.reads).toBe(1);
  });

  it('does not try a faulty file again until it changes', async () => {
    const { state, log } = await setUp();
    state.fault = configError([{ path: 'a', message: 'is wrong' }]);
    await writeFile(file, 'faulty');
    await vi.waitFor(() => expect(log.entries).toHaveLength(1), PATIENCE);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(state.reads).toBe(2);
    state.fault = undefined;
    await writeFile(file, 'mended');
    await vi.waitFor(() => expect(log.entries).toHaveLength(2), PATIENCE);
    expect(log.entries[1]?.event).toBe('configuration reloaded');
  });

  it('leaves key sets of upstreams to who follows them, and what all parts share to the start', async () => {
    const { state } = await setUp();
    await writeFile(join(folder, 'jwks.json'), '{}');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(state.reads).toBe(1);
  });

  it('waits for a reload under way when it is closed', async () => {
    let applied = false;
    let go: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const { follow: following } = await setUp(async () => {
      await gate;
      applied = true;
      return 'all';
    });
    void following.reload('SIGHUP');
    const closed = following.close().then(() => applied);
    go();
    expect(await closed).toBe(true);
  });
});
