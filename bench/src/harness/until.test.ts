import { expect, it } from 'vitest';
import { until } from './until.ts';

it('says what did not happen', async () => {
  await expect(until('a key is published', 30, () => false)).rejects.toThrow(
    'this did not happen within 0.03 seconds: a key is published',
  );
});

it('waits until it has happened', async () => {
  let looks = 0;
  await until('three looks', 20_000, () => Promise.resolve(++looks === 3));
  expect(looks).toBe(3);
});
