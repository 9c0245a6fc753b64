import { expect, it } from 'vitest';
import { createInTurn } from './in-turn.ts';

it('does works of one name one after the other, also after one that failed, and others meanwhile', async () => {
  const inTurn = createInTurn();
  const done: string[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const note = (text: string) => async () => {
    done.push(text);
  };
  const first = inTurn('a', async () => {
    await held;
    done.push('first');
    throw new Error('the first');
  });
  const second = inTurn('a', note('second'));
  await inTurn('b', note('other'));
  expect(done).toEqual(['other']);
  release();
  await expect(first).rejects.toThrow('the first');
  await second;
  expect(done).toEqual(['other', 'first', 'second']);
  expect(await inTurn('a', async () => 'third')).toBe('third');
});
