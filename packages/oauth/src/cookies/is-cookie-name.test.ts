import { expect, it } from 'vitest';
import { isCookieName } from './is-cookie-name.ts';

it('takes no text that would end a name, a pair or a field', () => {
  for (const text of ['', 'a b', 'a;b', 'a=b', 'a,b', 'a"b', 'a\n', 'a\\b', 'a/b', 'é', '(a)']) {
    expect([text, isCookieName(text)]).toEqual([text, false]);
  }
});

it('takes tokens', () => {
  for (const text of ['a', 'VouchCookie', 'fabric-service-alpha', '__Host-a', "!#$%&'*+.^`|~"]) {
    expect([text, isCookieName(text)]).toEqual([text, true]);
  }
});
