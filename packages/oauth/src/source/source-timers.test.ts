import { setTimeout as sleepFor } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sleep, type SourceTimers, systemTimers } from './source-timers.ts';

/** How many timers hold the process. */
const holding = () =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

describe('the timers of the machine', () => {
  it('hold no process, but for who waits', () => {
    const before = holding();
    const callOff = systemTimers.after(60_000, () => {});
    expect(holding()).toBe(before);
    callOff();
    const letGo = systemTimers.hold();
    expect(holding()).toBe(before + 1);
    letGo();
    expect(holding()).toBe(before);
  });

  it('go off once, unless they are called off', async () => {
    let count = 0;
    systemTimers.after(1, () => void count++)();
    systemTimers.after(1, () => void (count += 10));
    await sleepFor(20);
    expect(count).toBe(10);
  });
});

describe('sleep', () => {
  const reason = new Error('closed');

  /** Timers that go off when that is said. */
  function manual() {
    const set = new Set<() => void>();
    const timers: SourceTimers = {
      after(_, work) {
        set.add(work);
        return () => set.delete(work);
      },
      hold: () => () => {},
    };
    return { timers, set };
  }

  it('ends in time, and listens to nothing any more', async () => {
    const { timers, set } = manual();
    const { signal } = new AbortController();
    let left = 0;
    signal.removeEventListener = () => void left++;
    const asleep = sleep(timers, 1, signal);
    for (const work of set) work();
    await asleep;
    expect(left).toBe(1);
  });

  it('ends by the signal, and leaves no timer', async () => {
    const { timers, set } = manual();
    const control = new AbortController();
    const asleep = sleep(timers, 1, control.signal);
    control.abort(reason);
    await expect(asleep).rejects.toBe(reason);
    expect(set.size).toBe(0);
  });

  it('does not begin when the signal has fired', async () => {
    const { timers, set } = manual();
    await expect(sleep(timers, 1, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(set.size).toBe(0);
  });
});
