import { expect, test } from 'vitest';
import { ChildEnded } from './child-ended.ts';
import { withEarlySignals } from './early-signals.ts';

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;
const counts = () => SIGNALS.map((signal) => process.listenerCount(signal));

test.each([
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends with the code that shells have for it', async (signal, code) => {
  const before = counts();
  const fault: unknown = await withEarlySignals(({ stopped }) => {
    // Nothing is sent: whoever else runs in this process would get it too.
    process.listeners(signal).at(-1)?.(signal);
    return stopped;
  }).catch((thrown: unknown) => thrown);
  expect(fault).toBeInstanceOf(ChildEnded);
  expect(fault).toMatchObject({ code });
  expect(counts()).toEqual(before);
});

test('without one nothing happens, and nothing is left', async () => {
  const before = counts();
  const caught = before.map((count) => count + 1);
  const first = await withEarlySignals(({ stopped }) => {
    expect(counts()).toEqual(caught);
    return Promise.race([stopped, Promise.resolve('none')]);
  });
  expect(first).toBe('none');
  expect(counts()).toEqual(before);
});

test('work that fails leaves nothing', async () => {
  const before = counts();
  const work = () => Promise.reject(new Error('of the work'));
  await expect(withEarlySignals(work)).rejects.toThrow('of the work');
  expect(counts()).toEqual(before);
});
