import { expect, inject, test } from 'vitest';

test('is there', async () => {
  const { endpoint } = inject('ceph');
  const answer = await fetch(endpoint);
  expect(answer.status).toBe(200);
});
