import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Store, systemClock } from '@drawbridge/core';
import { openRedisStore } from '@drawbridge/node/redis';
import { createLogRecorder, storeConformance } from '@drawbridge/testing';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { certify } from '../../tools/certify.ts';
import { describeWith } from '../../tools/describe-with.ts';
import { startRedis, type TestRedis } from '../support/start-redis.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

const PATIENCE = 30_000;

/** In an hour. */
const expiresAt = Math.floor(Date.now() / 1000) + 3600;

describeWith(['redis-server'], 'a store in Redis', () => {
  let redis: TestRedis;
  const toEnd: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    for (const end of toEnd.splice(0).reverse()) await end();
  });
  afterAll(() => redis.clear());

  async function open(port: number, timeout = 500): Promise<Store> {
    const server = { host: '127.0.0.1', port };
    const store = await openRedisStore({ server, clock: systemClock, timeout });
    toEnd.push(() => store.close());
    return store;
  }

  async function openThroughProxy(): Promise<{ store: Store; proxy: TcpProxy }> {
    const proxy = await startTcpProxy(redis.port);
    toEnd.push(() => proxy.close());
    return { store: await open(proxy.port), proxy };
  }

  const suite = storeConformance((clock) =>
    openRedisStore({ server: redis, clock, timeout: PATIENCE }),
  );
  it.each(suite)('$title', ({ run }) => run());

  it('keeps its entries apart from others by a prefix', async () => {
    const openWith = (prefix: string) =>
      openRedisStore({ server: redis, clock: systemClock, prefix, timeout: PATIENCE });
    const [one, two] = await Promise.all([openWith('one:'), openWith('two:')]);
    toEnd.push(
      () => one.close(),
      () => two.close(),
    );
    await one.put('a', '1', { expiresAt });
    expect(await two.get(['a'])).toEqual([undefined]);
  });

  /** Every function fails, each within the time-out of 500 ms and what a busy machine adds. */
  async function expectUnavailable(store: Store, message: RegExp): Promise<void> {
    const calls = [
      () => store.get(['a', 'b']),
      () => store.put('a', 'A', { expiresAt }),
      () => store.delete('a'),
      () => store.add('n', 1, expiresAt),
      () => store.check(),
    ];
    for (const call of calls) {
      const begun = performance.now();
      await expect(call()).rejects.toMatchObject({
        code: 'store_unavailable',
        status: 503,
        message: expect.stringMatching(message),
      });
      expect(performance.now() - begun).toBeLessThan(5000);
    }
  }

  /** It comes back by itself. */
  async function expectRecovery(store: Store): Promise<void> {
    const begun = performance.now();
    while (performance.now() - begun < PATIENCE) {
      if (
        await store.check().then(
          () => true,
          () => false,
        )
      )
        break;
      await pause(20);
    }
    await store.check();
    expect(await store.put('after', 'A', { expiresAt })).toBeDefined();
  }

  it('fails in time when nothing arrives any more, and comes back', async () => {
    const { store, proxy } = await openThroughProxy();
    await store.put('a', 'A', { expiresAt });
    proxy.set('lose');
    await expectUnavailable(store, /did not answer in 500 ms/);
    proxy.set('carry');
    await expectRecovery(store);
    expect((await store.get(['a']))[0]?.value).toBe('A');
  });

  it('fails in time when connections are reset, and comes back', async () => {
    const { store, proxy } = await openThroughProxy();
    await store.put('a', 'A', { expiresAt });
    proxy.set('reset');
    await expectUnavailable(store, /cannot be reached \(/);
    proxy.set('carry');
    await expectRecovery(store);
    expect((await store.get(['a']))[0]?.value).toBe('A');
  });

  it('does not storm a server that is gone', async () => {
    const { store, proxy } = await openThroughProxy();
    proxy.set('reset');
    const before = proxy.connections();
    const begun = performance.now();
    let failed = 0;
    while (performance.now() - begun < 2000) {
      await store.get(['a']).catch(() => failed++);
      await pause(1);
    }
    expect(failed).toBeGreaterThan(20);
    // 50, 100, 200, 400 and 800 ms, each shortened by up to half.
    expect(proxy.connections() - before).toBeLessThan(15);
  });

  it('answers what was under way when the connection went', async () => {
    const { store, proxy } = await openThroughProxy();
    await redis.send('CLIENT', 'PAUSE', '300', 'ALL');
    await pause(50);
    const calls = Array.from({ length: 20 }, (_, index) => store.get([`${index}`]));
    const settled = Promise.allSettled(calls);
    proxy.set('reset');
    for (const result of await settled) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'store_unavailable' } });
    }
    proxy.set('carry');
    await expectRecovery(store);
  });

  it.each([
    ['is slow', ['DEBUG', 'SLEEP', '3']],
    ['is paused', ['CLIENT', 'PAUSE', '3000', 'ALL']],
  ])('fails in time when the server %s, and comes back', async (_, command) => {
    const store = await open(redis.port);
    await store.put('a', 'A', { expiresAt });
    await redis.send(...command);
    await pause(100);
    const begun = performance.now();
    await expect(store.get(['a'])).rejects.toMatchObject({
      code: 'store_unavailable',
      message: `the store at 127.0.0.1:${redis.port} did not answer in 500 ms`,
    });
    expect(performance.now() - begun).toBeLessThan(2500);
    await expectRecovery(store);
    expect((await store.get(['a']))[0]?.value).toBe('A');
  });

  it('says so when the server says no, and comes back', async () => {
    const own = await startRedis();
    toEnd.push(() => own.clear());
    const store = await open(own.port, 5000);
    await store.put('a', 'A', { expiresAt });
    await own.send('CONFIG', 'SET', 'maxmemory', '1');
    await expect
      .poll(() => store.check().catch((thrown: unknown) => thrown))
      .toMatchObject({
        code: 'store_unavailable',
        message: `the store at 127.0.0.1:${own.port} answers OOM`,
        hint: 'The memory of the server is full: raise its `maxmemory`.',
      });
    await own.send('CONFIG', 'SET', 'maxmemory', '0');
    await expectRecovery(store);
    await own.send('HSET', 'drawbridge:b', 'v', '1');
    await own.send('SET', 'drawbridge:c', '1');
    await expect
      .poll(() => store.get(['c']).catch((thrown: unknown) => thrown))
      .toMatchObject({
        message: `the store at 127.0.0.1:${own.port} answers WRONGTYPE`,
      });
  });

  it('opens before the server is there, and finds it', async () => {
    const own = await startRedis();
    toEnd.push(() => own.clear());
    await own.kill();
    const log = createLogRecorder();
    const store = await openRedisStore({ server: own, clock: systemClock, timeout: 5000, log });
    toEnd.push(() => store.close());
    await expectUnavailable(store, /cannot be reached \(ECONNREFUSED\)/);
    await own.start();
    await expectRecovery(store);
    const events = log.entries.map(({ level, event }) => `${level} ${event}`);
    expect(events).toEqual(['warn store not reached', 'info store reached again']);
  });

  it('runs its scripts on a server that has never seen them', async () => {
    const own = await startRedis();
    toEnd.push(() => own.clear());
    const store = await open(own.port, 5000);
    await store.put('a', 'A', { expiresAt });
    await own.send('SCRIPT', 'FLUSH');
    await own.kill();
    await own.start();
    await expectRecovery(store);
    expect(await store.get(['a'])).toEqual([undefined]);
    expect(await store.add('n', 1, expiresAt)).toBe(1);
    expect(await store.delete('n')).toBe(true);
  });

  it('does not start to speak to a server without the password, and never says it', async () => {
    const own = await startRedis({ words: ['--requirepass', 'hunter2-right'] });
    toEnd.push(() => own.clear());
    const log = createLogRecorder();
    const openWith = async (password?: string): Promise<Store> => {
      const server = {
        host: own.host,
        port: own.port,
        ...(password !== undefined && { password }),
      };
      const store = await openRedisStore({ server, clock: systemClock, timeout: 5000, log });
      toEnd.push(() => store.close());
      return store;
    };
    await expectUnavailable(await openWith(), /answers NOAUTH$/);
    await expectUnavailable(await openWith('hunter2-wrong'), /answers WRONGPASS$/);
    await (await openWith('hunter2-right')).check();
    expect(JSON.stringify(log.entries)).not.toContain('hunter2');
  });

  it('needs no more of the server than docs/configuration.md has its user be allowed', async () => {
    const state = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
    const [, commands = '', keys = ''] =
      /an ACL user that may `([^`]+)` on `([^`]+)`/.exec(state) ?? [];
    const words = ['drawbridge', 'on', '>hunter2', keys, ...commands.split(' ')];
    const own = await startRedis({ words: ['--user', ...words] });
    toEnd.push(() => own.clear());
    const server = { host: own.host, port: own.port, username: 'drawbridge', password: 'hunter2' };
    const store = await openRedisStore({ server, clock: systemClock, timeout: 5000 });
    toEnd.push(() => store.close());
    await store.check();
    expect(await store.put('a', 'A', { expiresAt })).toBeDefined();
    expect(await store.add('n', 1, expiresAt)).toBe(1);
    expect((await store.get(['a', 'n'])).map((entry) => entry?.value)).toEqual(['A', '1']);
    expect(await store.delete('a')).toBe(true);

    const other = await openRedisStore({ server, clock: systemClock, timeout: 5000, prefix: 'x:' });
    toEnd.push(() => other.close());
    await expectUnavailable(other, /answers NOPERM$/);
  });

  it('answers nothing once it is closed', async () => {
    const store = await open(redis.port, PATIENCE);
    await store.close();
    await store.close();
    await expectUnavailable(store, /^the store is closed$/);
  });
});

describeWith(['redis-server', 'openssl'], 'a store in Redis over TLS', () => {
  it('takes no server but one of its authorities', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drawbridge-redis-tls-'));
    const ours = await certify(folder, 'ours', '');
    const theirs = await certify(folder, 'theirs', '');
    const here = await certify(folder, 'here', 'IP:127.0.0.1', ours);
    const files = ['--tls-cert-file', here.certFile, '--tls-key-file', here.keyFile];
    const authorities = ['--tls-ca-cert-file', ours.certFile, '--tls-auth-clients', 'no'];
    const redis = await startRedis({ tls: true, words: [...files, ...authorities] });
    const { host, port } = redis;
    const stores = await Promise.all(
      [{ tls: { ca: ours.cert } }, { tls: { ca: theirs.cert } }, { tls: {} }, {}].map((tls) =>
        openRedisStore({ server: { host, port, ...tls }, clock: systemClock, timeout: 5000 }),
      ),
    );
    try {
      const [good, ...bad] = stores;
      expect(await good?.put('a', 'A', { expiresAt })).toBeDefined();
      for (const store of bad) {
        await expect(store.check()).rejects.toMatchObject({ code: 'store_unavailable' });
      }
    } finally {
      await Promise.all(stores.map((store) => store.close()));
      await redis.clear();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
