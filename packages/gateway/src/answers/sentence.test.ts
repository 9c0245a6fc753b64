import { expect, it } from 'vitest';
import { sentence } from './sentence.ts';

it.each([
  ['it is over', 'It is over.'],
  ['It is over.', 'It is over.'],
  ['why?', 'Why?'],
  ['no!', 'No!'],
])('%j is %j as a sentence', (text, expected) => {
  expect(sentence(text)).toBe(expected);
});
