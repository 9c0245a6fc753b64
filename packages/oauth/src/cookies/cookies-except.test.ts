import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cookiesExcept } from './cookies-except.ts';
import { readCookies } from './read-cookies.ts';

describe('cookiesExcept', () => {
  it.each([
    ['S=1', undefined],
    [' S=1 ; S_1of2=a; S_2of2=b;S_12of32=c ', undefined],
    ['S; S_1of2', undefined],
    ['a=1; S=2; b="3"', 'a=1; b="3"'],
    ['S=1; S_=2; S_1of=3; SS=4; s=5', 'S_=2; S_1of=3; SS=4; s=5'],
    ['a=S', 'a=S'],
    ['', ''],
  ])('leaves of %j %j', (value, left) => {
    expect(cookiesExcept(value, 'S')).toBe(left);
  });

  it('leaves nothing that is read as the cookie, and all else (property)', () => {
    const name = fc.constantFrom('S', 'S_1of2', 'S_2of2', ' S ', 'SS', 'a', '');
    const pair = fc
      .tuple(name, fc.constantFrom('=', ''), fc.stringMatching(/^[=\w]{0,3}$/))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        const left = cookiesExcept(pairs.join(';'), 'S') ?? '';
        expect(readCookies([left], 'S')).toEqual([]);
        const others = pairs.filter((text) => /^(SS|a)=/.test(text));
        expect(left.split(';').filter((text) => /^(SS|a)=/.test(text))).toEqual(others);
      }),
    );
  });
});
