import { expect, test } from 'vitest';
import { jsonWithoutUserinfo, withoutUserinfo } from './without-userinfo.ts';

test.each([
  ['https://user:PLANTED@a.example/b', 'https://…@a.example/b'],
  ['the issuer is "https://PLANTED@a.example"', 'the issuer is "https://…@a.example"'],
  ['https://u:PL@NTED@a.example', 'https://…@a.example'],
  ['https://u:PL"NTED@a.example', 'https://…@a.example'],
  ['"https://u:PL\\"NTED@a.example"', '"https://…@a.example"'],
  [`"https://u:${'PLANTED'.repeat(9)}…`, '"https://…'],
])('%s says nothing of who it is', (text, shown) => {
  expect(withoutUserinfo(text)).toBe(shown);
});

test.each([
  'https://a.example/@scope/b',
  'the audiences ["https://a.example","joe@a.example"]',
  'https://a.example, joe@a.example',
  'https://a.example:8443/jwks',
])('%s stays', (text) => {
  expect(withoutUserinfo(text)).toBe(text);
});

test('JSON stays JSON', () => {
  const value = {
    issuer: 'https://u:PLANTED@a.example',
    all: ['https://b.example', 'c@d.example'],
  };
  expect(JSON.parse(jsonWithoutUserinfo(value))).toEqual({
    issuer: 'https://…@a.example',
    all: ['https://b.example', 'c@d.example'],
  });
});

test('takes no long time', () => {
  const started = performance.now();
  withoutUserinfo('://"'.repeat(50_000));
  withoutUserinfo(`://${'a"b'.repeat(100_000)}`);
  expect(performance.now() - started).toBeLessThan(1000);
});
