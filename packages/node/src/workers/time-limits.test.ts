import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTimeLimits } from './time-limits.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('end when their time is over, counted from the beginning', () => {
  const onEnd = vi.fn();
  const time = createTimeLimits();
  vi.advanceTimersByTime(4_000);
  time.limit('a', 5, onEnd);
  vi.advanceTimersByTime(999);
  expect(onEnd).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onEnd).toHaveBeenCalledOnce();
});

test('become later and never earlier, each by itself', () => {
  const [first, second] = [vi.fn(), vi.fn()];
  const time = createTimeLimits();
  time.limit('a', 5, first);
  time.limit('b', 6, second);
  time.limit('a', 20, first);
  time.limit('a', 1, first);
  vi.advanceTimersByTime(19_999);
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
  vi.advanceTimersByTime(1);
  expect(first).toHaveBeenCalledOnce();
});

test('end no more once they are cleared', () => {
  const onEnd = vi.fn();
  const time = createTimeLimits();
  time.limit('a', 5, onEnd);
  time.clear();
  vi.advanceTimersByTime(10_000);
  expect(onEnd).not.toHaveBeenCalled();
});
