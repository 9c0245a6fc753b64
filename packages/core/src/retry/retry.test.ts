import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Attempt } from './attempt.ts';
import { mayPass, type Retry, retry, type RetryPolicy } from './retry.ts';

const fault = new DrawbridgeError('token_endpoint_unavailable', { detail: 'x' });
const never = new AbortController().signal;

/** A clock that sleeping moves on, and what happened by it. */
function bench(random: () => number = () => 0.5) {
  let now = 1_000_000;
  const waits: number[] = [];
  const told: Retry[] = [];
  const policy = {
    random,
    clock: { now: () => now, monotonic: () => now },
    sleep: async (milliseconds: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      waits.push(milliseconds);
      now += milliseconds;
    },
    onRetry: (given: Retry) => void told.push(given),
  } satisfies RetryPolicy;
  return { waits, told, policy, pass: (milliseconds: number) => void (now += milliseconds) };
}

/** Fails so many times, then works. */
function failing(times: number, after?: number) {
  const lefts: number[] = [];
  const attempt = async (left: number): Promise<Attempt<string>> =>
    lefts.push(left) > times ? { value: 'done' } : { fault, again: { after } };
  return { lefts, attempt };
}

describe('mayPass', () => {
  it('is true of six statuses and of no other', () => {
    const passing = Array.from({ length: 600 }, (_, status) => status).filter(mayPass);
    expect(passing).toEqual([408, 429, 500, 502, 503, 504]);
  });
});

describe('retry', () => {
  it('tries once what another attempt would not help', async () => {
    const { policy, waits } = bench();
    let count = 0;
    const attempt = async () => ({ count: ++count, fault });
    await expect(retry(attempt, policy, never)).rejects.toBe(fault);
    expect([count, waits]).toEqual([1, []]);
  });

  it('tries four times more, and no more than that', async () => {
    const { policy, waits, told } = bench();
    const { attempt, lefts } = failing(Number.POSITIVE_INFINITY);
    await expect(retry(attempt, policy, never)).rejects.toBe(fault);
    expect(lefts).toHaveLength(5);
    expect(waits).toEqual([500, 1000, 2000, 4000]);
    expect(told.map(({ count, wait }) => [count, wait])).toEqual([
      [1, 0.5],
      [2, 1],
      [3, 2],
      [4, 4],
    ]);
  });

  it('tries once with no retries', async () => {
    const { attempt, lefts } = failing(1);
    await expect(retry(attempt, { ...bench().policy, retries: 0 }, never)).rejects.toBe(fault);
    expect(lefts).toHaveLength(1);
  });

  it('says how much time is left', async () => {
    const { policy } = bench();
    const { attempt, lefts } = failing(2);
    await expect(retry(attempt, { ...policy, deadline: 10_000 }, never)).resolves.toBe('done');
    expect(lefts).toEqual([10_000, 9500, 8500]);
  });

  it('waits as long as it is asked to, with the jitter on top', async () => {
    const { policy, waits } = bench();
    await retry(failing(2, 7).attempt, policy, never);
    expect(waits).toEqual([7500, 8000]);
  });

  it('ends at once when it is asked to wait for longer than is left', async () => {
    const { policy, waits, told } = bench();
    const { attempt, lefts } = failing(1, 61);
    await expect(retry(attempt, policy, never)).rejects.toBe(fault);
    expect([lefts.length, waits, told]).toEqual([1, [], []]);
  });

  it('begins no attempt after the deadline, however long the attempts take', async () => {
    const { policy, pass } = bench();
    let count = 0;
    const slow = async (): Promise<Attempt<string>> => {
      count++;
      pass(20_000);
      return { fault, again: {} };
    };
    await expect(retry(slow, { ...policy, retries: 100 }, never)).rejects.toBe(fault);
    expect(count).toBe(3);
  });

  it('never waits past the deadline, nor for longer than 20 seconds unasked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(40),
        fc.integer({ min: 1, max: 200_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        async (retries, deadline, chance) => {
          const { policy, waits } = bench(() => chance);
          const { attempt, lefts } = failing(Number.POSITIVE_INFINITY);
          const all = { ...policy, retries, deadline };
          await expect(retry(attempt, all, never)).rejects.toBe(fault);
          expect(lefts.length).toBe(waits.length + 1);
          expect(waits.length).toBeLessThanOrEqual(retries);
          expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(deadline);
          expect(Math.max(0, ...waits)).toBeLessThanOrEqual(20_000);
        },
      ),
    );
  });

  it('ends while it waits, when it is told to', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    const onRetry = () => void setTimeout(() => controller.abort(reason), 5);
    const attempt = failing(9).attempt;
    const policy = { onRetry, random: () => 0.9 };
    await expect(retry(attempt, policy, controller.signal)).rejects.toBe(reason);
  });

  it('does not begin when it was told to end before', async () => {
    const { attempt, lefts } = failing(0);
    const reason = new Error('stopped');
    await expect(retry(attempt, {}, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(lefts).toEqual([]);
  });
});
