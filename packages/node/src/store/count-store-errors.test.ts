import { createMemoryStore, DrawbridgeError, type Metrics, type Store } from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import { expect, it, vi } from 'vitest';
import { countStoreErrors } from './count-store-errors.ts';

const failing = () => Promise.reject(new DrawbridgeError('store_unavailable'));

function metricsSpy() {
  return { count: vi.fn<Metrics['count']>(), set: vi.fn(), observe: vi.fn() };
}

it.each([
  ['get', (store: Store) => store.get(['a'])],
  ['put', (store: Store) => store.put('a', 'b', { expiresAt: 1 })],
  ['delete', (store: Store) => store.delete('a')],
  ['add', (store: Store) => store.add('a', 1, 1)],
] as const)('counts a %s that fails, and lets the fault through', async (operation, work) => {
  const metrics = metricsSpy();
  const broken: Store = {
    ...createMemoryStore(createTestClock()),
    [operation]: failing,
  };
  await expect(work(countStoreErrors(broken, metrics))).rejects.toMatchObject({
    code: 'store_unavailable',
  });
  expect(metrics.count.mock.calls).toEqual([['drawbridge_store_errors_total', { operation }]]);
});

it('answers what the store answers, and counts nothing', async () => {
  const metrics = metricsSpy();
  const store = countStoreErrors(createMemoryStore(createTestClock()), metrics);
  const expiresAt = Number.MAX_SAFE_INTEGER;
  const version = await store.put('a', 'b', { expiresAt });
  expect(await store.get(['a'])).toMatchObject([{ value: 'b', version }]);
  expect(await store.add('n', 2, expiresAt)).toBe(2);
  expect(await store.delete('a')).toBe(true);
  await store.check();
  await store.close();
  expect(metrics.count).not.toHaveBeenCalled();
});
