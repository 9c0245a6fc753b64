import { DrawbridgeError } from '@drawbridge/core';
import type { GetTokens, TokenSource } from '@drawbridge/oauth';
import { createTestClock } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { watchSource } from './watch-source.ts';

const TOKENS = { accessToken: 'a', tokenType: 'Bearer', obtainedAt: 0 };

/** A source that is watched, and how it is looked up. */
function watched(look: () => Promise<boolean>, closing = Promise.resolve()) {
  const clock = createTestClock();
  const state = { looks: 0, closed: 0 };
  const asked: (GetTokens | undefined)[] = [];
  const source: TokenSource = {
    async get(options) {
      asked.push(options);
      return TOKENS;
    },
    peek: () => TOKENS,
    close() {
      state.closed++;
      return closing;
    },
  };
  const isThere = () => {
    state.looks++;
    return look();
  };
  return { clock, state, asked, source: watchSource(source, isThere, clock) };
}

describe('watchSource', () => {
  it('looks once for all who wait, and not again for ten seconds', async () => {
    const { clock, state, source } = watched(async () => true);
    clock.advance(9.999);
    expect([source.peek(), await source.get(), state.looks]).toEqual([TOKENS, TOKENS, 0]);
    clock.advance(0.001);
    expect(source.peek()).toBeUndefined();
    await Promise.all([source.get(), source.get()]);
    expect([state.looks, source.peek()]).toEqual([1, TOKENS]);
  });

  it('hands out nothing once the delegation has ended', async () => {
    const { clock, state, source } = watched(async () => false);
    clock.advance(10);
    await expect(source.get()).rejects.toMatchObject({ code: 'sign_in_needed' });
    await expect(source.get()).rejects.toMatchObject({ code: 'sign_in_needed' });
    expect([source.peek(), state]).toEqual([undefined, { looks: 1, closed: 1 }]);
    // An end is for good: nobody looks for it again.
    clock.advance(10);
    await expect(source.get()).rejects.toMatchObject({ code: 'sign_in_needed' });
    expect(state).toEqual({ looks: 1, closed: 1 });
  });

  it('tells of an end at once, also while an attempt under way is still waited for', async () => {
    const { clock, state, source } = watched(async () => false, new Promise(() => {}));
    clock.advance(10);
    void source.get();
    await expect.poll(() => state.closed).toBe(1);
    await expect(source.get()).rejects.toMatchObject({ code: 'sign_in_needed' });
  });

  it('counts from when it looked, and not from when it was answered', async () => {
    const answers: ((isThere: boolean) => void)[] = [];
    const { clock, source } = watched(() => new Promise((resolve) => answers.push(resolve)));
    clock.advance(10);
    const waiting = source.get();
    clock.advance(5);
    answers[0]?.(true);
    expect([await waiting, source.peek()]).toEqual([TOKENS, TOKENS]);
    clock.advance(5);
    expect(source.peek()).toBeUndefined();
  });

  it('looks nothing up for a caller who has left', async () => {
    const { clock, state, asked, source } = watched(async () => true);
    clock.advance(10);
    const reason = new Error('gone');
    await expect(source.get({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect([state.looks, asked]).toEqual([0, []]);
  });

  it('asks and closes the source as it is asked and closed', async () => {
    const { state, asked, source } = watched(async () => true);
    const options = { refused: 'a' };
    await source.get(options);
    await source.close();
    expect([asked, state.closed]).toEqual([[options], 1]);
  });

  it('ends the wait of a caller whose signal fires, also while a store does not answer', async () => {
    const answers: ((isThere: boolean) => void)[] = [];
    const { clock, source } = watched(() => new Promise((resolve) => answers.push(resolve)));
    clock.advance(10);
    const leaving = new AbortController();
    const left = source.get({ signal: leaving.signal });
    const stayed = source.get();
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    answers[0]?.(true);
    expect(await stayed).toBe(TOKENS);
  });

  it('tells also who waits for a refresh that it has ended, and not that a source was closed', async () => {
    const clock = createTestClock();
    let close = (_reason: Error) => {};
    const closed = new Promise<never>((_, reject) => {
      close = reject;
    });
    const under: TokenSource = {
      get: () => closed,
      peek: () => undefined,
      close: async () => close(new DrawbridgeError('internal', { detail: 'closed' })),
    };
    const source = watchSource(under, async () => false, clock);
    const waiting = source.get();
    clock.advance(10);
    const finding = source.get();
    await expect(waiting).rejects.toMatchObject({ code: 'sign_in_needed' });
    await expect(finding).rejects.toMatchObject({ code: 'sign_in_needed' });
  });

  it('goes on after a look that failed, and looks again', async () => {
    const looks = [() => Promise.reject(new Error('down')), async () => true];
    const { clock, source } = watched(() => looks.shift()?.() ?? Promise.resolve(false));
    clock.advance(10);
    await expect(source.get()).rejects.toThrow('down');
    expect(source.peek()).toBeUndefined();
    expect(await source.get()).toBe(TOKENS);
  });
});
