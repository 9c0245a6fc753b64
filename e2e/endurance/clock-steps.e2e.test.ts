import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore, type Clock, type Reply, type Store } from '@drawbridge/core';
import { createExchange } from '@drawbridge/exchange';
import { openLmdbStore } from '@drawbridge/node/lmdb';
import { openRedisStore } from '@drawbridge/node/redis';
import { compileRules } from '@drawbridge/rules';
import {
  createLogRecorder,
  createTestClock,
  createTestIssuer,
  createTestKeyRing,
  createTestVerifier,
  replyJson,
  testCall,
} from '@drawbridge/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { startRedis, type TestRedis } from '../support/start-redis.ts';

// The wall clock is set to another time while an exchange runs. Two clocks cannot be moved in a process of its
// own without moving the whole machine: the exchange is built here, on stores as they are.

const HOUR = 3600;
const DAY = 86_400;
/** Requests of one job in a minute. */
const LIMIT = 6;

interface Driver {
  open(clock: Clock): Promise<Store>;
  /** By how many seconds a clock may run ahead while others use tokens, and none is forgotten. */
  readonly ahead: number;
  /** Whether counts outlive a clock that runs ahead by a day. */
  readonly keepsCounts: boolean;
}

async function setUp(driver: Driver) {
  const clock = createTestClock();
  const issuer = await createTestIssuer({
    clock,
    algorithms: ['ES256'],
    issuer: `https://${crypto.randomUUID()}.test`,
  });
  const store = await driver.open(clock);
  const service = createExchange({
    issuer: 'https://public.test',
    verifier: createTestVerifier(issuer),
    rules: await compileRules([
      { name: 'ci', match: { issuer: issuer.issuer }, grant: { audience: 'aws', once: true } },
    ]),
    keyRing: await createTestKeyRing({ clock, algorithms: ['ES256'] }),
    clock,
    log: createLogRecorder(),
    store,
    rateLimits: {
      perSubject: { requests: LIMIT, seconds: 60 },
      perIssuer: { requests: 100_000, seconds: 60 },
    },
  });
  const ask = (token: string, handle?: string) =>
    service.handle(
      testCall({
        method: 'POST',
        target: '/token',
        headers: [
          ['content-type', 'application/json'],
          ['accept', 'application/json'],
        ],
        body: JSON.stringify({ token, ...(handle !== undefined && { renewal_handle: handle }) }),
      }),
    );
  let jobs = 0;
  /** A token of a job that nobody has seen before. */
  const job = () => issuer.issue({ sub: `job ${++jobs}`, jti: crypto.randomUUID() });
  return { clock, issuer, store, ask, job };
}

const codeOf = (reply: Reply) =>
  reply.status === 200 ? 'ok' : (replyJson(reply) as { code: string }).code;
const handleOf = (reply: Reply) => (replyJson(reply) as { renewal_handle: string }).renewal_handle;

function clockCases(driver: Driver): void {
  it('takes a used token again at no time, whatever the clock is set back to', async () => {
    const { clock, store, ask, job } = await setUp(driver);
    const token = await job();
    expect(codeOf(await ask(token))).toBe('ok');
    for (const back of [1, 59, 600, HOUR, DAY, 365 * DAY]) {
      clock.step(-back);
      expect(codeOf(await ask(token)), `${back} seconds back`).not.toBe('ok');
      expect(codeOf(await ask(await job()))).toBe('ok');
      clock.step(back);
    }
    // The time that it was issued at comes a second time.
    clock.step(-HOUR);
    clock.advance(HOUR + 30);
    expect(codeOf(await ask(token))).toBe('token_used');
    await store.close();
  });

  it('knows a used token and its handle again, when a clock that ran ahead is set right', async () => {
    const { clock, store, ask, job } = await setUp(driver);
    const token = await job();
    const handle = handleOf(await ask(token));
    clock.step(driver.ahead);
    expect(codeOf(await ask(token))).toBe('token_expired');
    for (let other = 0; other < 600; other++) {
      expect(codeOf(await ask(await job()))).toBe('ok');
    }
    clock.step(-driver.ahead);
    expect(codeOf(await ask(token))).toBe('token_used');
    expect(codeOf(await ask(token, handle))).toBe('ok');
    expect(codeOf(await ask(token, `dbr_${'A'.repeat(43)}`))).toBe('renewal_invalid');
    await store.close();
  });

  it('limits nobody for longer than before, once a clock that ran ahead or behind is set right', async () => {
    const { clock, issuer, store, ask } = await setUp(driver);
    const one = () => issuer.issue({ sub: 'one', jti: crypto.randomUUID() });
    const askTimes = async (times: number) => {
      const codes: string[] = [];
      for (let time = 0; time < times; time++) codes.push(codeOf(await ask(await one())));
      return codes;
    };
    for (const step of [DAY, -DAY, 30, -30]) {
      clock.advance(120);
      expect(await askTimes(LIMIT + 1)).toEqual([
        ...Array.from({ length: LIMIT }, () => 'ok'),
        'rate_limited',
      ]);
      clock.step(step);
      if (step < DAY || driver.keepsCounts) await askTimes(LIMIT + 1);
      clock.step(-step);
      // What was counted before counts, and ends with its window.
      expect(await askTimes(1)).toEqual(['rate_limited']);
      clock.advance(60);
      expect(await askTimes(1), `after a step of ${step}`).toEqual(['ok']);
    }
    await store.close();
  });
}

describe('when the clock is set, an exchange with a store in memory', () => {
  const open = async (clock: Clock) => createMemoryStore(clock);
  clockCases({ open, ahead: DAY, keepsCounts: true });
});

describe('when the clock is set, an exchange with a store in LMDB', () => {
  const folders: string[] = [];
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true });
  });
  clockCases({
    async open(clock) {
      const folder = await mkdtemp(join(tmpdir(), 'drawbridge-clock-'));
      folders.push(folder);
      return openLmdbStore({ folder, clock, timeout: 30_000 });
    },
    // It makes room by the wall clock alone, an hour late, and for counts a minute.
    ahead: HOUR - 60,
    keepsCounts: false,
  });
});

describeWith(['redis-server'], 'when the clock is set, an exchange with a store in Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.clear());
  const open = (clock: Clock) => openRedisStore({ server: redis, clock, timeout: 30_000 });
  clockCases({ open, ahead: DAY, keepsCounts: true });

  it('has its server keep a value for an hour longer, and a count for a minute', async () => {
    const clock = createTestClock();
    const store = await open(clock);
    const expiresAt = clock.seconds() + 600;
    await store.put('kept/value', 'A', { expiresAt });
    await store.add('kept/count', 1, expiresAt);
    const left = (key: string) => secondsLeft(redis, `drawbridge:kept/${key}`);
    const [value, count] = [await left('value'), await left('count')];
    // What a busy machine may need between the two is no more than this.
    expect(value).toBeGreaterThan(600 + HOUR - 60);
    expect(value).toBeLessThanOrEqual(600 + HOUR);
    expect(count).toBeLessThanOrEqual(600 + 60);
    expect(count).toBeGreaterThan(600);
    await store.close();
  });
});

/** After how many seconds the server removes a key. */
async function secondsLeft({ host, port }: TestRedis, key: string): Promise<number> {
  const socket = connect(port, host);
  socket.write(`PTTL ${key}\r\n`);
  const [reply] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return Number(/^:(\d+)\r\n$/.exec(reply.toString())?.[1]) / 1000;
}
