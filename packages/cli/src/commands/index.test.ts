import { expect, test } from 'vitest';
import { COMMANDS, NOUNS } from './index.ts';

test.each(COMMANDS.map((entry) => [entry.words.join(' '), entry] as const))(
  '%s can be loaded, and says what it does',
  async (_, { load, summary }) => {
    expect((await load()).define).toBeTypeOf('function');
    expect(summary).toMatch(/^[a-z].*[^.]$/);
  },
);

test('all words that only hold commands are explained, and no others', () => {
  const runs = new Set(COMMANDS.map(({ words }) => words.join(' ')));
  const beginnings = COMMANDS.flatMap(({ words }) =>
    words.slice(1).map((_, index) => words.slice(0, index + 1).join(' ')),
  );
  const nouns = new Set(beginnings.filter((words) => !runs.has(words)));
  expect(Object.keys(NOUNS).toSorted()).toEqual([...nouns].toSorted());
});

test('no command is there twice', () => {
  const names = COMMANDS.map(({ words }) => words.join(' '));
  expect(new Set(names).size).toBe(names.length);
});
