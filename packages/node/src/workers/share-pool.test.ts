import { expect, test } from 'vitest';
import { sharePool } from './share-pool.ts';

test.each([
  ['34', 4, { UV_THREADPOOL_SIZE: '9' }],
  ['6', 2, { UV_THREADPOOL_SIZE: '4' }],
  ['8', 100, { UV_THREADPOOL_SIZE: '4' }],
  ['2', 2, { UV_THREADPOOL_SIZE: '2' }],
  ['many', 2, {}],
  [undefined, 2, {}],
])('a pool of %o among %i workers', (size, count, shared) => {
  expect(sharePool(count, { UV_THREADPOOL_SIZE: size })).toEqual(shared);
});
