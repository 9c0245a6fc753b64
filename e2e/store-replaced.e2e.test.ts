import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, afterAll } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import { ACCEPTED, ISSUER, readyAt } from './support/exchange.ts';
import { createStage } from './support/stage.ts';
import { startRedis } from './support/start-redis.ts';
import { startUpstream } from './support/upstream.ts';

const stage = createStage();
afterAll(() => stage.clear());

/** What came of a request: `ok`, or its code. */
interface Outcome {
  readonly code: string;
  readonly status: number;
  readonly handle: string;
}

async function send(url: string, token: string, handle?: string): Promise<Outcome> {
  const reply = await fetch(`${url}/token`, {
    method: 'POST',
    headers: {
      'content-type': 'application/jwt',
      ...(handle !== undefined && { 'renewal-handle': handle }),
    },
    body: token,
  });
  const text = await reply.text();
  const code = reply.ok ? 'ok' : (JSON.parse(text) as { code: string }).code;
  return { code, status: reply.status, handle: reply.headers.get('renewal-handle') ?? '' };
}

describeWith(
  ['redis-server'],
  'a Redis that fails under load, and is replaced by an empty one',
  () => {
    test('costs 503s while it is away; what it knew is forgotten, and nothing else', {
      timeout: 180_000,
    }, async () => {
      const upstream = await startUpstream(stage, ACCEPTED);
      const redis = await startRedis();
      stage.later(() => redis.clear());
      const data = await stage.folder();
      const config = join(data, 'drawbridge.yaml');
      const limit = { requests: 1_000_000, seconds: 86_400 };
      const exchange = {
        issuer: ISSUER,
        listen: '127.0.0.1:0',
        upstreams: [{ issuer: upstream.issuer, audiences: [ACCEPTED] }],
        rules: [
          {
            name: 'once',
            match: { issuer: upstream.issuer },
            grant: { audience: 'aws', once: true },
          },
        ],
        rateLimits: {
          perAddress: limit,
          perIssuer: limit,
          perSubject: { requests: 3, seconds: 86_400 },
        },
      };
      const store = { driver: 'redis', url: `redis://127.0.0.1:${redis.port}`, timeout: 1 };
      await writeFile(config, JSON.stringify({ version: 1, data, store, exchange }));
      const command = await stage.start(['serve', 'exchange', '--config', config]);
      const url = await readyAt(command);
      const ready = async () => (await fetch(`${url}/readyz`)).status;
      const issue = (sub: string) => upstream.issue({ sub, jti: crypto.randomUUID() });

      const token = await issue('one');
      const first = await send(url, token);
      expect(first.code).toBe('ok');
      expect((await send(url, token)).code).toBe('token_used');
      expect((await send(url, token, first.handle)).code).toBe('ok');
      for (const code of ['ok', 'ok', 'ok', 'rate_limited']) {
        expect((await send(url, await issue('limited'))).code).toBe(code);
      }

      const seen = new Map<string, number>();
      const state = { stopped: false };
      let job = 0;
      const workers = Array.from({ length: 12 }, async () => {
        while (!state.stopped) {
          const mine = await issue(`job ${++job}`);
          const { code, status } = await send(url, mine);
          const what = `${status} ${code}`;
          seen.set(what, (seen.get(what) ?? 0) + 1);
          // Whoever was told no may have been marked: the answer of the store was lost, and nobody has the new token.
          if (code === 'ok') expect((await send(url, mine)).code).not.toBe('ok');
        }
      });
      const count = (what: string) => seen.get(what) ?? 0;
      const patience = { timeout: 60_000, interval: 100 };
      await expect.poll(() => count('200 ok'), patience).toBeGreaterThan(50);
      await redis.kill();
      await expect.poll(() => count('503 store_unavailable'), patience).toBeGreaterThan(50);
      await expect.poll(ready, patience).toBe(503);
      const answered = count('200 ok');
      state.stopped = true;
      await Promise.all(workers);
      expect(count('200 ok')).toBe(answered);
      expect([...seen.keys()].sort()).toEqual(['200 ok', '503 store_unavailable']);
      expect((await send(url, token)).code).toBe('store_unavailable');

      // It keeps nothing on its disk.
      await redis.start();
      await expect.poll(ready, patience).toBe(200);
      // The handle renews a use that nobody knows of any more.
      expect((await send(url, token, first.handle)).code).toBe('renewal_invalid');
      const again = await send(url, token);
      expect(again.code).toBe('ok');
      expect(again.handle).not.toBe(first.handle);
      expect((await send(url, token)).code).toBe('token_used');
      expect((await send(url, await issue('one'))).code).toBe('rate_limited');
      // Who was over the limit is known in the process too, until the window ends.
      expect((await send(url, await issue('limited'))).code).toBe('rate_limited');
      expect(command.stderr()).toMatch(
        /level=warn event="store not reached" .*(?:ECONNREFUSED|ECONNRESET)/,
      );
      expect(command.stderr()).toContain('event="store reached again"');
    });
  },
);
