import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import type { Config } from '../../context.ts';
import { countWorkers } from './count-workers.ts';

const config = (workers: unknown, store?: object) =>
  ({ exchange: { workers }, store }) as unknown as Config;

test('one process is the default, and auto is one a core', () => {
  expect(countWorkers({})).toBe(1);
  expect(countWorkers(config(undefined, { driver: 'memory' }))).toBe(1);
  expect(countWorkers(config(1, { driver: 'memory' }))).toBe(1);
  expect(countWorkers(config(3))).toBe(3);
  expect(countWorkers(config('auto'))).toBe(availableParallelism());
});

test('several with a store that each would have for itself are refused', () => {
  expect(() => countWorkers(config(2, { driver: 'memory' }))).toThrow(
    /store\.driver is memory, and exchange\.workers makes 2 processes: .* Choose lmdb/,
  );
  expect(countWorkers(config(2, { driver: 'lmdb' }))).toBe(2);
});
