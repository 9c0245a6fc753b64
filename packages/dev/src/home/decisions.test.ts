import { expect, it, vi } from 'vitest';
import { createDecisions } from './decisions.ts';

const decision = (title: string) =>
  ({ part: 'exchange', outcome: 'allowed', verdict: 'Let across', title }) as const;

it('lists the newest first, each with an id of its own, and no more than can be looked through', () => {
  const { add, list } = createDecisions();
  for (let number = 1; number <= 40; number++) add(decision(String(number)));
  const titles = list().map(({ title }) => title);
  expect([titles[0], titles.at(-1), titles.length]).toEqual(['40', '11', 30]);
  expect(new Set(list().map(({ id }) => id)).size).toBe(30);
});

it('tells those who follow, until they do not', () => {
  const { add, follow } = createDecisions();
  const [one, other] = [vi.fn(), vi.fn()];
  const unfollow = follow(one);
  follow(other);
  add(decision('1'));
  unfollow();
  add(decision('2'));
  expect(one).toHaveBeenCalledOnce();
  expect(other).toHaveBeenCalledTimes(2);
});
