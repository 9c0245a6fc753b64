import { expect, test } from 'vitest';
import { workersSchema } from './workers-schema.ts';

test.each([1, 2, 256, 'auto'])('%o is taken', (workers) => {
  expect(workersSchema.parse(workers)).toBe(workers);
});

test.each([0, -1, 1.5, 257, '2', 'all', null, [2]])('%o is not', (workers) => {
  expect(workersSchema.safeParse(workers).success).toBe(false);
});
