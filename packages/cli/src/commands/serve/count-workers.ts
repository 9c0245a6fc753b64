import { availableParallelism } from 'node:os';
import { configError } from '@drawbridge/core';
import type { Config } from '../../context.ts';

/**
 * How many processes are to serve the exchange.
 *
 * @throws {DrawbridgeError} `config_invalid`, where several would each have a state of their own
 */
export function countWorkers({ exchange, store }: Config): number {
  const { workers = 1 } = exchange ?? {};
  const count = workers === 'auto' ? availableParallelism() : workers;
  if (count > 1 && store?.driver === 'memory') {
    throw configError([
      {
        path: 'store.driver',
        message:
          `is memory, and exchange.workers makes ${count} processes: each would have a memory of its own, and a token ` +
          'that may be used once could be used in each. Choose lmdb, which the processes of one host share, or redis',
      },
    ]);
  }
  return count;
}
