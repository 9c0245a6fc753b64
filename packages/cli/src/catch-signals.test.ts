import { afterEach, expect, test } from 'vitest';
import { catchSignals, type Signals } from './catch-signals.ts';

let signals: Signals | undefined;
afterEach(() => signals?.release());

function setUp() {
  const ends: number[] = [];
  signals = catchSignals((code) => void ends.push(code));
  return { signals, ends };
}

const send = (signal: NodeJS.Signals) => process.emit(signal, signal);

test.each([
  ['SIGINT', 'SIGINT'],
  ['SIGTERM', 'SIGTERM'],
  ['SIGINT', 'SIGTERM'],
  ['SIGTERM', 'SIGINT'],
] as const)('%s asks to stop, and %s after it ends at once', async (first, second) => {
  const { signals: caught, ends } = setUp();
  send(first);
  expect(await caught.stop).toBe(first);
  expect(ends).toEqual([]);
  send(second);
  expect(ends).toEqual([4]);
});

test('SIGHUP reloads, each time', () => {
  const { signals: caught, ends } = setUp();
  let reloads = 0;
  caught.onReload(() => reloads++);
  send('SIGHUP');
  send('SIGHUP');
  expect([reloads, ends]).toEqual([2, []]);
});

test('SIGHUP that comes too early is made up for, once', () => {
  const { signals: caught } = setUp();
  send('SIGHUP');
  send('SIGHUP');
  let reloads = 0;
  caught.onReload(() => reloads++);
  expect(reloads).toBe(1);
});

test('SIGHUP does nothing while it stops', () => {
  const { signals: caught } = setUp();
  let reloads = 0;
  caught.onReload(() => reloads++);
  send('SIGTERM');
  send('SIGHUP');
  expect(reloads).toBe(0);
});

test('lets go of the signals', () => {
  const count = () => process.listenerCount('SIGHUP') + process.listenerCount('SIGTERM');
  const before = count();
  const caught = catchSignals(() => {});
  expect(count()).toBe(before + 2);
  caught.release();
  expect(count()).toBe(before);
});
