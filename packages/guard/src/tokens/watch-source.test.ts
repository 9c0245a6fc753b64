import { DrawbridgeError } from '@drawbridge/core';
import type { TokenSource } from '@drawbridge/oauth';
import { createTestClock } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { watchSource } from './watch-source.ts';

const TOKENS = { accessToken: 'a', tokenType: 'Bearer', obtainedAt: 0 };

/** A source that is watched, and how it is looked up. */
function watched(look: () => Promise<boolean>) {
  const clock = createTestClock();
  const state = { looks: 0, closed: 0 };
  const source: TokenSource = {
    get: async () => TOKENS,
    peek: () => TOKENS,
    close: async () => void state.closed++,
  };
  const isThere = () => {
    state.looks++;
    return look();
  };
  return { clock, state, source: watchSource(source, isThere, clock) };
}

describe('watchSource', () => {
  it('looks once for all who wait, and not again for ten seconds', async () => {
    const { clock, state, source } = watched(async () => true);
    expect(source.peek()).toBe(TOKENS);
    clock.advance(10);
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
