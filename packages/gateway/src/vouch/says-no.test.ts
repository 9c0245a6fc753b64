import { expect, it } from 'vitest';
import { saysNo } from './says-no.ts';

it.each([false, 'false', 'False', 'FALSE', 0, '0', 'no'])('%j is a no', (word) => {
  expect(saysNo(word)).toBe(true);
});

it.each([true, 'true', 1, '1', undefined, null, '', {}, 'falsey'])('%j is none', (word) => {
  expect(saysNo(word)).toBe(false);
});
