import { describe, expect, it } from 'vitest';
import { createWaiters } from './waiters.ts';

const never = () => new Promise<never>(() => {});
const reason = new Error('gone');

/** A signal that counts how often somebody stops to listen to it. */
function counting() {
  const { signal } = new AbortController();
  const state = { left: 0 };
  const leave = signal.removeEventListener.bind(signal);
  signal.removeEventListener = (...parameters: Parameters<typeof leave>) => {
    state.left++;
    leave(...parameters);
  };
  return { signal, state };
}

describe('a wait', () => {
  it('ends with the signal of who waits, and not for others', async () => {
    const waiters = createWaiters();
    const control = new AbortController();
    const one = waiters.waitFor(never(), control.signal);
    const other = waiters.waitFor(Promise.resolve('value'), undefined);
    control.abort(reason);
    await expect(one).rejects.toBe(reason);
    expect(await other).toBe('value');
  });

  it('does not begin for who has left', async () => {
    const work = createWaiters().waitFor(never(), AbortSignal.abort(reason));
    await expect(work).rejects.toBe(reason);
  });

  it('ends with all others', async () => {
    const waiters = createWaiters();
    const all = [1, 2].map(() => waiters.waitFor(never(), undefined));
    waiters.end(reason);
    for (const each of all) await expect(each).rejects.toBe(reason);
  });

  it.each([
    ['done', () => Promise.resolve()],
    ['failed', () => Promise.reject(reason)],
  ])('that is over holds on to nothing: %s', async (_, work) => {
    const waiters = createWaiters();
    const { signal, state } = counting();
    await waiters.waitFor<void>(work(), signal).catch(() => {});
    expect(state.left).toBe(1);
    waiters.end(new Error('nobody is told'));
    expect(state.left).toBe(1);
  });
});
