import { expect, it } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

/** A task whose runs end when they are told to. */
function controlled() {
  const runs: { readonly end: (fault?: Error) => void }[] = [];
  const state = { running: 0, most: 0 };
  const task = () => {
    state.running++;
    state.most = Math.max(state.most, state.running);
    return new Promise<void>((resolve, reject) => {
      runs.push({
        end(fault) {
          state.running--;
          if (fault === undefined) resolve();
          else reject(fault);
        },
      });
    });
  };
  return { task, runs, state };
}

const turns = () => new Promise((resolve) => setTimeout(resolve, 5));

it('runs once more for all who ask while it runs', async () => {
  const { task, runs, state } = controlled();
  const ask = oneAtATime(task);
  const first = ask();
  const others = [ask(), ask(), ask()];
  await turns();
  expect(runs).toHaveLength(1);
  runs[0]?.end();
  await first;
  await turns();
  expect(runs).toHaveLength(2);
  runs[1]?.end();
  await Promise.all(others);
  await turns();
  expect([runs.length, state.most]).toEqual([2, 1]);
});

it('goes on after a run that failed', async () => {
  const { task, runs, state } = controlled();
  const ask = oneAtATime(task);
  const first = ask();
  const second = ask();
  runs[0]?.end(new Error('broken'));
  await expect(first).rejects.toThrow('broken');
  await turns();
  runs[1]?.end();
  await second;
  const third = ask();
  expect(runs).toHaveLength(3);
  runs[2]?.end();
  await third;
  expect(state.most).toBe(1);
});

it('never runs beside itself, whenever it is asked', async () => {
  const state = { running: 0, most: 0, runs: 0 };
  const ask = oneAtATime(async () => {
    state.running++;
    state.runs++;
    state.most = Math.max(state.most, state.running);
    await Promise.resolve();
    state.running--;
  });
  const all: Promise<void>[] = [];
  for (let turn = 0; turn < 50; turn++) {
    all.push(ask());
    await Promise.resolve();
    // In the turn in which a run ends, too.
    all.push(...(all.at(-1) === undefined ? [] : [(all.at(-1) as Promise<void>).then(ask)]));
  }
  await Promise.all(all);
  expect(state.most).toBe(1);
  expect(state.runs).toBeGreaterThan(1);
});
