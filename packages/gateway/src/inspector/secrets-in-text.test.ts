import { expect, it } from 'vitest';
import { secretsInText } from './secrets-in-text.ts';

it('has a secret with the line end behind it and without', () => {
  expect(secretsInText('abc\r\n')).toEqual([{ secret: 'abc' }, { secret: 'abc\r\n' }]);
  expect(secretsInText('a\nb\n\n')).toEqual([{ secret: 'a\nb\n' }, { secret: 'a\nb\n\n' }]);
  expect(secretsInText(' abc')).toEqual([{ secret: ' abc' }]);
});

it('has none in a text without one', () => {
  for (const text of ['', '\n', '\r\n']) expect(secretsInText(text)).toEqual([]);
});
