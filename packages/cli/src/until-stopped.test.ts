import { expect, test } from 'vitest';
import { untilStopped } from './until-stopped.ts';

test.each(['SIGINT', 'SIGTERM'] as const)('ends by %s', async (signal) => {
  const stopped = untilStopped();
  process.emit(signal, signal);
  expect(await stopped).toBe(signal);
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.emit(name, name);
});
