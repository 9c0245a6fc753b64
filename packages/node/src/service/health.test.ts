import { type Metrics, silentMetrics } from '@drawbridge/core';
import { createLogRecorder, replyJson, replyText, testCall } from '@drawbridge/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHealth, type Health, type HealthCheck, type HealthOptions } from './health.ts';
import { type OtherProbes, withHealth } from './with-health.ts';

const healths: Health[] = [];
afterEach(() => {
  for (const health of healths.splice(0)) health.close();
});

function setUp(checks: readonly HealthCheck[], options: Partial<HealthOptions> = {}) {
  const log = createLogRecorder();
  const gauges: number[] = [];
  const metrics: Metrics = { ...silentMetrics, set: (_name, _labels, value) => gauges.push(value) };
  const health = createHealth({
    part: 'exchange',
    checks: () => checks,
    log,
    metrics,
    keepFor: 0,
    ...options,
  });
  healths.push(health);
  const events = () => log.entries.map(({ level, event }) => `${level}: ${event}`);
  return { health, log, gauges, events };
}

const good: HealthCheck = { name: 'good', check: () => {} };
const SECRET = 'redis://user:PLANTED@host';

describe('createHealth', () => {
  it('is ready when all checks are well, and not when one throws or rejects', async () => {
    const { health, gauges } = setUp([good, { name: 'other', check: () => Promise.resolve() }]);
    expect(await health.readiness()).toEqual({
      ready: true,
      checks: [
        { name: 'good', ok: true },
        { name: 'other', ok: true },
      ],
    });
    for (const check of [
      () => Promise.reject(new Error('down')),
      () => {
        throw new Error('down');
      },
    ]) {
      const bad = setUp([good, { name: 'store', check }]);
      expect(await bad.health.readiness()).toEqual({
        ready: false,
        checks: [
          { name: 'good', ok: true },
          { name: 'store', ok: false },
        ],
      });
      expect(bad.gauges).toEqual([0]);
    }
    expect(gauges).toEqual([1]);
  });

  it('is not ready while it starts, without a word, and at once when that is over', async () => {
    const { health, events } = setUp([good], { starting: true, keepFor: 60_000 });
    const starting = { ready: false, checks: [{ name: 'started', ok: false }] };
    expect(await health.readiness()).toEqual(starting);
    expect(await health.readiness()).toEqual(starting);
    health.started();
    expect(await health.readiness()).toEqual({ ready: true, checks: [{ name: 'good', ok: true }] });
    expect(events()).toEqual([]);
  });

  it('recovers, and tells the log of each change once', async () => {
    const state = { down: true };
    const store = {
      name: 'store',
      check: () => (state.down ? Promise.reject(new Error('refused')) : Promise.resolve()),
    };
    const { health, log, events, gauges } = setUp([store]);
    for (const down of [true, true, false, false, true]) {
      state.down = down;
      expect((await health.readiness()).ready).toBe(!down);
    }
    expect(events()).toEqual(['error: not ready', 'info: ready again', 'error: not ready']);
    expect(log.text()).toContain('store: refused');
    expect(gauges).toEqual([0, 0, 1, 1, 0]);
  });

  it('does a check that does not answer for so long and no longer', async () => {
    const stuck = { name: 'stuck', check: () => new Promise<void>(() => {}) };
    const { health, log } = setUp([stuck], { patience: 20 });
    expect((await health.readiness()).ready).toBe(false);
    expect(log.text()).toContain('no answer within 20 ms');
  });

  it('does the checks once, however many probes come at a time', async () => {
    let done = 0;
    const counted = { name: 'counted', check: () => void done++ };
    const { health } = setUp([counted], { keepFor: 60_000 });
    await Promise.all(Array.from({ length: 50 }, () => health.readiness()));
    await health.readiness();
    expect(done).toBe(1);
  });

  it('is not ready from the moment it drains, whatever it found just before', async () => {
    const { health, gauges } = setUp([good], { keepFor: 60_000 });
    await health.readiness();
    health.drain();
    expect(gauges).toEqual([1, 0]);
    expect(await health.readiness()).toEqual({
      ready: false,
      checks: [
        { name: 'good', ok: true },
        { name: 'not-draining', ok: false },
      ],
    });
    expect(gauges.at(-1)).toBe(0);
  });

  it('looks by itself, so that metric and log are right without a probe', async () => {
    const { gauges } = setUp([good], { interval: 5 });
    await vi.waitFor(() => expect(gauges.length).toBeGreaterThan(1), { timeout: 10_000 });
  });
});

describe('withHealth', () => {
  const service = {
    handle: () => Promise.resolve({ status: 200, headers: [], body: 'of the service' }),
    close: () => Promise.resolve(),
  };
  const bad = { name: 'store', check: () => Promise.reject(new Error(SECRET)) };
  const ask = (checks: readonly HealthCheck[], method: string, target: string) =>
    withHealth(service, setUp(checks).health).handle(testCall({ method, target }));

  it('answers 200 on /healthz even when it is not ready', async () => {
    const reply = await ask([bad], 'GET', '/healthz');
    expect([reply.status, replyJson(reply)]).toEqual([200, { alive: true }]);
  });

  it('answers /readyz by the checks, with names and no more', async () => {
    expect((await ask([good], 'GET', '/readyz')).status).toBe(200);
    const reply = await ask([good, bad], 'GET', '/readyz?verbose');
    expect(reply.status).toBe(503);
    expect(replyJson(reply)).toEqual({
      ready: false,
      checks: [
        { name: 'good', ok: true },
        { name: 'store', ok: false },
      ],
    });
    expect(replyText(reply)).not.toContain('PLANTED');
    expect(reply.headers).toContainEqual(['cache-control', 'no-store']);
  });

  it('answers at the paths of another service, and no others like them', async () => {
    const { health } = setUp([bad]);
    let others: OtherProbes = { '/ping': 'alive', '/ready': 'ready' };
    const probed = withHealth(service, health, () => others);
    const status = async (target: string) => (await probed.handle(testCall({ target }))).status;
    expect(await status('/ping')).toBe(200);
    expect(await status('/ready?x')).toBe(503);
    for (const target of ['/ping/', '/pinger', '/constructor', '/Ping', '//ping', '/x/ping']) {
      const reply = await probed.handle(testCall({ target }));
      expect(reply.body).toBe('of the service');
    }
    others = {};
    expect((await probed.handle(testCall({ target: '/ready' }))).body).toBe('of the service');
  });

  it('answers HEAD, and refuses what is no question', async () => {
    expect(await ask([bad], 'HEAD', '/readyz')).toMatchObject({ status: 503, body: null });
    for (const method of ['POST', 'DELETE', 'TRACE', 'get']) {
      expect((await ask([good], method, '/healthz')).status).toBe(405);
    }
  });

  it.each([
    '/',
    '/healthz/',
    '/healthzz',
    '/Healthz',
    '/%68ealthz',
    '/x/healthz',
    '//healthz',
    '*',
  ])('leaves %s to the service', async (target) => {
    expect(replyText(await ask([good], 'GET', target))).toBe('of the service');
  });
});
