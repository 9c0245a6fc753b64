import { expect, test } from 'vitest';
import { COMMANDS, NOUNS } from './index.ts';

test.each(COMMANDS.map((entry) => [entry.words.join(' '), entry] as const))(
  '%s can be loaded, and says what it does',
  async (_, { load, summary }) => {
    expect((await load()).define).toBeTypeOf('function');
    expect(summary).toMatch(/^[a-z].*[^.]$/);
  },
);

test('every noun with verbs is explained, and no other', () => {
  const nouns = COMMANDS.flatMap(({ words: [noun, verb] }) => (verb === undefined ? [] : noun));
  expect(Object.keys(NOUNS).toSorted()).toEqual([...new Set(nouns)].toSorted());
});

test('no command is there twice', () => {
  const names = COMMANDS.map(({ words }) => words.join(' '));
  expect(new Set(names).size).toBe(names.length);
});
