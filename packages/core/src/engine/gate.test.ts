import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGate } from './gate.ts';

/** A task that ends when it is told. */
function openTask() {
  let started = false;
  const { promise, resolve, reject } = deferred();
  return {
    run: () => {
      started = true;
      return promise;
    },
    isStarted: () => started,
    end: () => resolve('done'),
    fail: (error: Error) => reject(error),
  };
}

function deferred() {
  let resolve: (value: string) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<string>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('createGate', () => {
  it('tells how many wait, whenever that changes', async () => {
    const told: number[] = [];
    const gate = createGate({ running: 1, waiting: 2, onWaiting: (count) => told.push(count) });
    const [one, two, three] = [openTask(), openTask(), openTask()];
    const results = [gate.run(one.run), gate.run(two.run), gate.run(three.run)];
    expect(told).toEqual([1, 2]);
    for (const task of [one, two, three]) {
      task.end();
      await settle();
    }
    await Promise.all(results);
    expect(told).toEqual([1, 2, 1, 0]);
  });

  it('lets so many run, so many wait, and refuses the rest', async () => {
    const gate = createGate({ running: 2, waiting: 1 });
    const [one, two, three, four] = [openTask(), openTask(), openTask(), openTask()];
    const results = [gate.run(one.run), gate.run(two.run), gate.run(three.run)];
    await expect(gate.run(four.run)).rejects.toMatchObject({ code: 'overloaded', retryAfter: 1 });
    expect([one, two, three, four].map((task) => task.isStarted())).toEqual([
      true,
      true,
      false,
      false,
    ]);
    one.end();
    await settle();
    expect(three.isStarted()).toBe(true);
    two.end();
    three.end();
    await expect(Promise.all(results)).resolves.toEqual(['done', 'done', 'done']);
  });

  it('has room again once a task has ended', async () => {
    const gate = createGate({ running: 1, waiting: 0 });
    const task = openTask();
    const first = gate.run(task.run);
    await expect(gate.run(task.run)).rejects.toMatchObject({ code: 'overloaded' });
    task.end();
    await first;
    await expect(gate.run(async () => 'next')).resolves.toBe('next');
  });

  it('lets them in in the order of their coming', async () => {
    const gate = createGate({ running: 1, waiting: 10 });
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 11 }, (_, index) =>
        gate.run(async () => {
          await settle();
          order.push(index);
        }),
      ),
    );
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order).toHaveLength(11);
  });

  it('counts one who came from the queue as running: a latecomer waits', async () => {
    const gate = createGate({ running: 1, waiting: 1 });
    const [one, two, three] = [openTask(), openTask(), openTask()];
    const results = [gate.run(one.run), gate.run(two.run)];
    one.end();
    await settle();
    results.push(gate.run(three.run));
    expect([two.isStarted(), three.isStarted()]).toEqual([true, false]);
    two.end();
    await settle();
    expect(three.isStarted()).toBe(true);
    three.end();
    await Promise.all(results);
  });

  it('passes failures on and goes on', async () => {
    const gate = createGate({ running: 1, waiting: 5 });
    const task = openTask();
    const failing = gate.run(task.run);
    const next = gate.run(async () => 'next');
    task.fail(new Error('broken'));
    await expect(failing).rejects.toThrow('broken');
    await expect(next).resolves.toBe('next');
  });

  it('survives a task that throws at once', async () => {
    const gate = createGate({ running: 1, waiting: 0 });
    const thrower = () => {
      throw new Error('at once');
    };
    await expect(gate.run(thrower)).rejects.toThrow('at once');
    await expect(gate.run(async () => 'next')).resolves.toBe('next');
  });

  it('never lets more run than it may, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 4 }),
        fc.array(fc.record({ turns: fc.nat(3), fails: fc.boolean() }), { maxLength: 20 }),
        async (running, waiting, tasks) => {
          const gate = createGate({ running, waiting });
          let now = 0;
          let most = 0;
          const results = await Promise.allSettled(
            tasks.map(({ turns, fails }) =>
              gate.run(async () => {
                most = Math.max(most, ++now);
                for (let turn = 0; turn < turns; turn++) await Promise.resolve();
                now--;
                if (fails) throw new Error('task');
              }),
            ),
          );
          expect(most).toBeLessThanOrEqual(running);
          expect(now).toBe(0);
          const refused = results.filter(
            (result) => result.status === 'rejected' && result.reason.code === 'overloaded',
          );
          // All came at once, so the bounds say exactly how many there was no room for.
          expect(refused).toHaveLength(Math.max(0, tasks.length - running - waiting));
        },
      ),
    );
  });
});
