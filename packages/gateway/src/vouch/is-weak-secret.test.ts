import { expect, it } from 'vitest';
import { isWeakSecret } from './is-weak-secret.ts';

it.each([
  ['is empty', ''],
  ['has 43 characters', 's'.repeat(43)],
  ['has 43, of two units each', '🔑'.repeat(43)],
])('a secret that %s is weak', (_, secret) => {
  expect(isWeakSecret(secret)).toBe(true);
});

it.each([
  ['44 characters', 's'.repeat(44)],
  ['what openssl makes', 'kmDDgMLGThapDV1QnhWPJd0oARzjLa5Zy3bQ8WfKXYk='],
])('one of %s is not', (_, secret) => {
  expect(isWeakSecret(secret)).toBe(false);
});
