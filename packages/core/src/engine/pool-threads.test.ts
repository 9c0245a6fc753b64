import { describe, expect, it } from 'vitest';
import { poolThreads } from './pool-threads.ts';

describe('poolThreads', () => {
  it.each([
    [undefined, 4],
    ['6', 6],
    [' 12 of them', 12],
    ['0', 1],
    ['', 1],
    ['many', 1],
    ['5000', 1024],
    ['-1', 1024],
  ])('reads %o as libuv does', (size, threads) => {
    expect(poolThreads(size ?? (undefined as never))).toBe(threads);
  });
});
