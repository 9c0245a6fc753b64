import { expect, test, vi } from 'vitest';
import { createStopping } from './stopping.ts';

function setUp(serving: readonly number[], living = serving) {
  const onStopping = vi.fn<(delay: number) => void>();
  const tellUnreachable = vi.fn<() => void>();
  return {
    onStopping,
    tellUnreachable,
    stopping: createStopping({
      order: { act: 'stop', signal: 'SIGTERM' },
      serving,
      living,
      onStopping,
      tellUnreachable,
    }),
  };
}

test('tells callers to leave only when nobody can connect anywhere', async () => {
  const { stopping, onStopping, tellUnreachable } = setUp([1, 2]);
  stopping.hear(1, { act: 'stopping', delay: 3 });
  stopping.hear(2, { act: 'stopping', delay: 3 });
  expect(onStopping.mock.calls).toEqual([[3]]);
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
