import { expect, test } from 'vitest';
import { workerNumber, workerVariables } from './worker-number.ts';

test('a process is a worker only where it is told so and has somebody to obey', () => {
  const connected = Object.getOwnPropertyDescriptor(process, 'connected');
  try {
    for (const [isTied, env, number] of [
      [true, workerVariables(3), 3],
      [true, {}, undefined],
      [true, { _DRAWBRIDGE_WORKER: '0' }, undefined],
      [true, { _DRAWBRIDGE_WORKER: 'one' }, undefined],
      [false, workerVariables(3), undefined],
    ] as const) {
      Object.defineProperty(process, 'connected', { value: isTied, configurable: true });
      expect(workerNumber(env)).toBe(number);
    }
  } finally {
    if (connected === undefined) Reflect.deleteProperty(process, 'connected');
    else Object.defineProperty(process, 'connected', connected);
  }
});
