import { DrawbridgeError } from '@drawbridge/core';
import { createLogRecorder } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import type { TokenSet } from '../token-set.ts';
import { obtainInTime } from './obtain-in-time.ts';
import { gate, settle, tokenSet } from './source.fixture.ts';
import type { TokenGrant } from './token-grant.ts';

const held: TokenSet = { ...tokenSet(1, 1_000, 60), idToken: 'id-1' };
const LATE = 'tokens came when nobody waited for them any more';

/** An attempt, whose time is over when that is said. */
function attempt(obtain: TokenGrant['obtain'], rotates = true) {
  const log = createLogRecorder();
  const closing = new AbortController();
  const signals: AbortSignal[] = [];
  const timers = new Set<() => void>();
  const work = obtainInTime(
    {
      rotates,
      obtain(tokens, signal) {
        signals.push(signal);
        return obtain(tokens, signal);
      },
    },
    held,
    {
      timers: {
        after(_, late) {
          timers.add(late);
          return () => timers.delete(late);
        },
        hold: () => () => {},
      },
      closing: closing.signal,
      timeout: 20_000,
      log,
    },
  );
  const tooLate = () => timers.forEach((late) => late());
  return { work, log, closing, signals, timers, tooLate };
}

/** What is held after a grant gave this. */
const given = (tokens: TokenSet) => attempt(async () => tokens).work;

describe('what an answer', () => {
  const { accessToken, tokenType, obtainedAt } = tokenSet(2, 1_060, undefined);
  const bare = { accessToken, tokenType, obtainedAt };

  it('does not repeat stays as it was', async () => {
    expect(await given(bare)).toEqual({ ...bare, refreshToken: 'refresh-1', idToken: 'id-1' });
  });

  it('brings anew takes the place of the old', async () => {
    const all = { ...bare, refreshToken: 'refresh-2', idToken: 'id-2' };
    expect(await given(all)).toEqual(all);
  });

  it.each([
    [-299, -299],
    [-300, undefined],
  ])(
    'says of a life of %d seconds is believed while an answer may take as long',
    async (life, left) => {
      const { expiresAt } = await given(tokenSet(2, 1_000, life));
      expect(expiresAt === undefined ? undefined : expiresAt - 1_000).toBe(left);
    },
  );
});

describe('an attempt', () => {
  it('that takes too long ends, and what comes after all is told of, without a token', async () => {
    const { promise, open } = gate();
    const { work, log, tooLate, signals } = attempt(async () => {
      await promise;
      return tokenSet(2, 1_060, 60);
    });
    tooLate();
    await expect(work).rejects.toMatchObject({ code: 'token_endpoint_timeout' });
    expect([signals[0]?.aborted, log.entries]).toEqual([true, []]);
    open();
    await settle();
    expect(log.entries).toEqual([{ level: 'warn', event: LATE, fields: {} }]);
  });

  it('that fails too late is told of by nobody', async () => {
    const { promise, open } = gate();
    const { work, log, tooLate } = attempt(async () => {
      await promise;
      throw new Error('late');
    });
    tooLate();
    await expect(work).rejects.toMatchObject({ code: 'token_endpoint_timeout' });
    open();
    await settle();
    expect(log.entries).toEqual([]);
  });

  it('in time is told of by nobody, and leaves nothing behind that could end it later', async () => {
    const { work, log, closing, signals, timers } = attempt(async () => held, false);
    expect(await work).toEqual(held);
    closing.abort();
    expect([timers.size, signals[0]?.aborted, log.entries]).toEqual([0, false, []]);
  });

  it('that costs nothing ends with the source, for its reason', async () => {
    const { work, closing, signals } = attempt(() => new Promise(() => {}), false);
    const reason = new Error('closed');
    closing.abort(reason);
    await expect(work).rejects.toBe(reason);
    expect(signals[0]?.reason).toBe(reason);
  });

  it('may answer or fail at once, as plain functions do', async () => {
    const plain = (() => held) as unknown as TokenGrant['obtain'];
    expect(await attempt(plain).work).toEqual(held);
    const fault = new DrawbridgeError('sign_in_needed', { detail: 'at once' });
    const throwing = attempt(() => {
      throw fault;
    });
    await expect(throwing.work).rejects.toBe(fault);
    expect(throwing.timers.size).toBe(0);
  });
});
