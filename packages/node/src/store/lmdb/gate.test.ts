import { describe, expect, it } from 'vitest';
import { createGate } from './gate.ts';

/** A file whose lock is had when the test says so. */
function fileOf() {
  const locks: PromiseWithResolvers[] = [];
  const gate = createGate({
    async transaction<T>(action: () => T): Promise<T> {
      const lock = withResolvers();
      locks.push(lock);
      await lock.promise;
      return action();
    },
  });
  return { gate, locks };
}

interface PromiseWithResolvers {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Node 20 has no `Promise.withResolvers`. */
function withResolvers(): PromiseWithResolvers {
  let resolve = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<void>((resolveIt, rejectIt) => {
    resolve = resolveIt;
    reject = rejectIt;
  });
  return { promise, resolve, reject };
}

describe('a gate', () => {
  it('has those that wait for its lock pass together, and others after them', async () => {
    const { gate, locks } = fileOf();
    const steps: string[] = [];
    const slow = withResolvers();
    const first = gate.pass(async () => {
      steps.push('first begins');
      await slow.promise;
      steps.push('first ends');
      return 1;
    });
    const second = gate.pass(() => {
      steps.push('second');
      return 2;
    });
    expect(steps).toEqual([]);
    locks[0]?.resolve();
    expect(await second).toBe(2);
    const third = gate.pass(() => steps.push('third'));
    expect(locks.length).toBe(1);
    slow.resolve();
    expect(await first).toBe(1);
    await expect.poll(() => locks.length).toBe(2);
    expect(steps).toEqual(['first begins', 'second', 'first ends']);
    locks[1]?.resolve();
    await third;
    expect(steps.at(-1)).toBe('third');
  });

  it('tells each what became of its own work', async () => {
    const { gate, locks } = fileOf();
    const failing = gate.pass(() => Promise.reject(new Error('mine')));
    const throwing = gate.pass(() => {
      throw new Error('mine too');
    });
    const well = gate.pass(() => 'well');
    locks[0]?.resolve();
    await expect(failing).rejects.toThrow('mine');
    await expect(throwing).rejects.toThrow('mine too');
    expect(await well).toBe('well');
  });

  it('says so to all who wait when its lock cannot be had, and can be passed later', async () => {
    const { gate, locks } = fileOf();
    const passing = [gate.pass(() => 1), gate.pass(() => 2)];
    locks[0]?.reject(new Error('no lock'));
    const outcomes = await Promise.allSettled(passing);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
    const later = gate.pass(() => 3);
    locks[1]?.resolve();
    expect(await later).toBe(3);
  });
});
