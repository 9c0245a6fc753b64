import { expect, test } from 'vitest';
import { ChildEnded } from './child-ended.ts';
import { catchEarlySignals } from './early-signals.ts';

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;
const counts = () => SIGNALS.map((signal) => process.listenerCount(signal));

test.each([
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends with the code that shells have for it', async (signal, code) => {
  const before = counts();
  const early = catchEarlySignals();
  // Nothing is sent: whoever else runs in this process would get it too.
  process.listeners(signal).at(-1)?.(signal);
  const fault: unknown = await early.stopped.catch((thrown: unknown) => thrown);
  expect(fault).toBeInstanceOf(ChildEnded);
  expect(fault).toMatchObject({ code });
  early.release();
  expect(counts()).toEqual(before);
});

test('without one nothing happens, and nothing is left', async () => {
  const before = counts();
  const early = catchEarlySignals();
  early.release();
  early.release();
  expect(counts()).toEqual(before);
  const first = await Promise.race([early.stopped, Promise.resolve('none')]);
  expect(first).toBe('none');
});
