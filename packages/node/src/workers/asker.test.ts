import { expect, test } from 'vitest';
import { createAsker } from './asker.ts';

test('gathers answers by who gave them, in their order', async () => {
  const asker = createAsker();
  const answers = await asker.ask([
    { number: 2, send: (id) => asker.answer(id, 'two') },
    { number: 1, send: (id) => queueMicrotask(() => asker.answer(id, 'one')) },
  ]);
  expect([...answers]).toEqual([
    [1, 'one'],
    [2, 'two'],
  ]);
  expect([...(await asker.ask([]))]).toEqual([]);
});

test('waits for nobody for long, and takes no answer that comes too late for another', async () => {
  const asker = createAsker(20);
  const ids: number[] = [];
  const asked = [
    { number: 1, send: (id: number) => asker.answer(id, 'here') },
    { number: 2, send: (id: number) => void ids.push(id) },
  ];
  expect([...(await asker.ask(asked))]).toEqual([[1, 'here']]);
  const [late = 0] = ids;
  const again = asker.ask(asked);
  asker.answer(late, 'of the first question');
  expect([...(await again)]).toEqual([[1, 'here']]);
});
