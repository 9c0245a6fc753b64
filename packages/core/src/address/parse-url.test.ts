import { expect, it } from 'vitest';
import { parseUrl } from './parse-url.ts';

it.each([
  ['https://a.test/x', undefined, 'https://a.test/x'],
  ['/x?y', 'https://a.test/b/c', 'https://a.test/x?y'],
  ['', undefined, undefined],
  ['/x', undefined, undefined],
  ['https://', undefined, undefined],
])('parseUrl(%j, %j) is %j', (text, base, expected) => {
  expect(parseUrl(text, base)?.href).toBe(expected);
});

it('says the same of a name with letters of Latin-1, however often it is asked', () => {
  const answers = new Set<string | undefined>();
  for (let count = 0; count < 20_000; count++) answers.add(parseUrl('https://a.tést/')?.href);
  expect([...answers]).toEqual(['https://a.xn--tst-bma/']);
});
