import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import { postToken } from './support/exchange.ts';
import { type Installation, install, PATIENCE } from './support/installation.ts';
import { startRedis } from './support/start-redis.ts';

let here: Installation;
beforeEach(async () => {
  here = await install();
});
afterEach(() => here.clear());

describeWith(['redis-server'], 'a store that is gone during a request', () => {
  test('is answered with 503, told by readiness, and serves again when it is back', async () => {
    const redis = await startRedis();
    here.stage.later(() => redis.clear());
    const oneUse = {
      name: 'once',
      match: { issuer: here.upstream.issuer },
      grant: { audience: 'aws', once: true },
    };
    const url = `redis://${redis.host}:${redis.port}/0`;
    const store = { driver: 'redis', url, timeout: 1 };
    const served = await here.serve({ rules: [oneUse] }, { store });
    const ready = async () => {
      const reply = await fetch(`${served.url}/readyz`);
      return [reply.status, await reply.json()];
    };
    const checks = (ok: boolean) => [
      { name: 'signing-key', ok: true },
      { name: 'store', ok },
    ];
    expect(await here.exchangeFor(served.url, 'aws')).toBe(200);
    expect(await ready()).toEqual([200, { ready: true, checks: checks(true) }]);

    await redis.kill();
    const answer = await postToken(served.url, await here.upstream.issue());
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      503,
      expect.objectContaining({ code: 'store_unavailable' }),
    ]);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    await vi.waitFor(
      async () => expect(await ready()).toEqual([503, { ready: false, checks: checks(false) }]),
      { timeout: PATIENCE, interval: 200 },
    );
    expect((await fetch(`${served.url}/healthz`)).status).toBe(200);
    await served.command.waitFor('stderr', /level=error event="not ready" checks=store/);

    await redis.start();
    await vi.waitFor(
      async () => expect(await ready()).toEqual([200, { ready: true, checks: checks(true) }]),
      { timeout: PATIENCE, interval: 200 },
    );
    expect(await here.exchangeFor(served.url, 'aws')).toBe(200);
    await served.command.waitFor('stderr', /event="ready again"/);
  });
});
