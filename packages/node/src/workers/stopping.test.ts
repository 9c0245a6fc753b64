import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StopTerms } from './messages.ts';
import { createStopping } from './stopping.ts';

const TERMS = { delay: 0, patience: 10 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(serving: readonly number[], living = serving) {
  const onStopping = vi.fn<(terms: StopTerms) => void>();
  const endOverdue = vi.fn<(workers: readonly number[]) => void>();
  const tellUnreachable = vi.fn<() => void>();
  return {
    onStopping,
    endOverdue,
    tellUnreachable,
    stopping: createStopping({
      order: { act: 'stop', signal: 'SIGTERM' },
      serving,
      living,
      onStopping,
      terms: TERMS,
      endOverdue,
      tellUnreachable,
    }),
  };
}

test('tells callers to leave only when nobody can connect anywhere', async () => {
  const { stopping, onStopping, tellUnreachable } = setUp([1, 2]);
  stopping.hear(1, { act: 'stopping', delay: 3, patience: 10 });
  stopping.hear(2, { act: 'stopping', delay: 3, patience: 10 });
  expect(onStopping).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ delay: 3, patience: 10 }),
  );
  stopping.hear(1, { act: 'unreachable' });
  stopping.hear(1, { act: 'unreachable' });
  expect(tellUnreachable).not.toHaveBeenCalled();
  stopping.hear(2, { act: 'unreachable' });
  expect(tellUnreachable).toHaveBeenCalledOnce();
  stopping.hear(1, { act: 'stopped', cutOff: 2, ms: 10 });
  stopping.hear(2, { act: 'stopped', cutOff: 1, ms: 30 });
  stopping.gone(1);
  stopping.gone(2);
  expect(await stopping.done).toEqual({ cutOff: 3, ms: 30 });
});

test('waits for no worker that was killed, and for none that only starts', async () => {
  const { stopping, tellUnreachable } = setUp([1, 2], [1, 2, 3]);
  stopping.gone(1);
  stopping.hear(2, { act: 'unreachable' });
  expect(tellUnreachable).toHaveBeenCalledOnce();
  stopping.gone(2);
  stopping.gone(3);
  expect(await stopping.done).toEqual({ cutOff: 0, ms: 0 });
});

test('is over at once where none runs', async () => {
  expect(await setUp([]).stopping.done).toEqual({ cutOff: 0, ms: 0 });
});

test('keeps none waiting that only starts and asks later', () => {
  const { stopping, tellUnreachable } = setUp([], [1]);
  expect(tellUnreachable).not.toHaveBeenCalled();
  stopping.hear(1, { act: 'unreachable' });
  expect(tellUnreachable).toHaveBeenCalledOnce();
});

test('ends one that hangs while others wait for it, and then whatever still runs', async () => {
  const { stopping, endOverdue, tellUnreachable } = setUp([1, 2]);
  stopping.hear(1, { act: 'stopping', ...TERMS });
  stopping.hear(1, { act: 'unreachable' });
  vi.advanceTimersByTime(4_999);
  expect(endOverdue).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(endOverdue.mock.calls).toEqual([[[2]]]);
  stopping.gone(2);
  expect(tellUnreachable).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(14_999);
  expect(endOverdue).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(1);
  expect(endOverdue.mock.calls).toEqual([[[2]], [[1]]]);
  stopping.gone(1);
  await stopping.done;
});

test('gives a worker the time that it says it takes, and none that has ended', async () => {
  const { stopping, endOverdue } = setUp([1, 2]);
  stopping.hear(1, { act: 'stopping', delay: 30, patience: 60 });
  stopping.hear(2, { act: 'stopping', delay: 1, patience: 1 });
  vi.advanceTimersByTime(34_999);
  expect(endOverdue).not.toHaveBeenCalled();
  stopping.gone(1);
  stopping.gone(2);
  await stopping.done;
  vi.advanceTimersByTime(200_000);
  expect(endOverdue).not.toHaveBeenCalled();
});
