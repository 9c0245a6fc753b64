import { createDefaultEngine, createMemoryStore, type Store } from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import { describe, expect, it, vi } from 'vitest';
import { createWindowCounter, type RateLimit } from './window-counter.ts';

/** 2026-01-01T00:00:00Z, a multiple of every length below. */
function setUp(limit: RateLimit = { requests: 2, seconds: 60 }, name = 'address') {
  const clock = createTestClock();
  const store = createMemoryStore(clock);
  const add = vi.spyOn(store, 'add');
  const counter = (given = limit, as = name) =>
    createWindowCounter({ name: as, limit: given, store, clock, engine: createDefaultEngine() });
  return { clock, store, add, counter, count: counter() };
}

const one = { identity: 'one', described: 'from one' };
const other = { identity: 'other', described: 'from other' };

describe('a counter refuses', () => {
  it('one request too many, and says when the window ends', async () => {
    const { clock, count } = setUp();
    clock.advance(13);
    await count(one);
    await count(one);
    await expect(count({ ...one, token: 'abc' })).rejects.toMatchObject({
      code: 'rate_limited',
      status: 429,
      retryAfter: 47,
      repeated: false,
      token: 'abc',
      message: 'there were more than 2 requests in 60 seconds from one',
    });
    clock.advance(46);
    await expect(count(one)).rejects.toMatchObject({ retryAfter: 1 });
    clock.advance(1);
    await count(one);
  });

  it('all but as many as are allowed of those at the same time, in all replicas', async () => {
    const { counter } = setUp({ requests: 10, seconds: 60 });
    const replicas = [counter(), counter()];
    const counts = Array.from({ length: 40 }, (_, index) => replicas[index % 2]?.(one));
    const outcomes = await Promise.allSettled(counts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  });

  it('again without asking the store or telling the log, until the window ends', async () => {
    const { clock, add, count } = setUp();
    for (const _ of [1, 2, 3]) await count(one).catch(() => {});
    expect(add).toHaveBeenCalledTimes(3);
    for (const _ of [1, 2, 3]) {
      await expect(count(one)).rejects.toMatchObject({ code: 'rate_limited', repeated: true });
    }
    expect(add).toHaveBeenCalledTimes(3);
    clock.advance(60);
    for (const _ of [1, 2]) await count(one);
    await expect(count(one)).rejects.toMatchObject({ repeated: false });
  });

  it('when it cannot count', async () => {
    const { add, count } = setUp();
    add.mockRejectedValueOnce(new Error('down'));
    await expect(count(one)).rejects.toThrow('down');
    await count(one);
  });
});

describe('a counter counts apart', () => {
  it('others, other kinds, and other lengths of a window', async () => {
    const { count, counter } = setUp({ requests: 1, seconds: 60 });
    await count(one);
    await count(other);
    await counter({ requests: 1, seconds: 60 }, 'issuer')(one);
    await counter({ requests: 1, seconds: 120 })(one);
    await expect(counter({ requests: 1, seconds: 60 })(one)).rejects.toThrow();
  });

  it('under keys that a store takes, whatever is counted, until a while after the window', async () => {
    const { clock, add, count } = setUp();
    const identity = `PLANTED ä\n${'x'.repeat(30_000)}`;
    clock.advance(30);
    await count({ identity, described: '' });
    const [key = '', n, expiresAt] = add.mock.calls[0] as Parameters<Store['add']>;
    expect(key).toMatch(/^rate\/address\/60\/\d+\/[\w-]{43}$/);
    expect([n, expiresAt]).toEqual([1, clock.seconds() + 30 + 60]);
  });
});
