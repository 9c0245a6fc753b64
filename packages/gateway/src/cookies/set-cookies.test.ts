import * as fc from 'fast-check';
import { readCookies } from '@drawbridge/oauth';
import { describe, expect, it } from 'vitest';
import { createCookieJar } from './cookie-jar.fixture.ts';
import { cookieNames } from './cookie-names.ts';
import { clearCookies, MAX_VALUE, setCookies } from './set-cookies.ts';

const { session: NAME } = cookieNames('https');
const { session: PLAIN } = cookieNames('http');
const none = { cookies: [] };

describe('no cookie is set', () => {
  it.each(['', 'a;b', 'a b', 'a,b', '"a"', 'a=b', 'ä', 'a\r\nset-cookie: x=y', 'a\u0000'])(
    'of the value %j',
    (value) => {
      expect(() => setCookies(NAME, value, none)).toThrow(TypeError);
    },
  );

  it('that is longer than all its parts, and the fault does not show it', () => {
    const value = 'secret'.repeat(MAX_VALUE);
    expect(() => setCookies(NAME, value, none)).toThrow(/too long/);
    expect(() => setCookies(NAME, value, none)).not.toThrow(/secret/);
  });
});

describe('setCookies', () => {
  it('has all attributes that keep a cookie to this host, and from scripts', () => {
    expect(setCookies(NAME, 'v', { cookies: [], maxAge: 60.9 })).toEqual([
      ['set-cookie', `${NAME}=v; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60`],
    ]);
    expect(setCookies(PLAIN, 'v', none)).toEqual([
      ['set-cookie', `${PLAIN}=v; Path=/; HttpOnly; SameSite=Lax`],
    ]);
  });

  it('cuts a value from the first byte on that is too many, and only then', () => {
    const [field] = setCookies(NAME, 'v', none);
    const most = 4000 - ((field?.[1].length ?? 0) - 1);
    expect(setCookies(NAME, 'v'.repeat(most), none)).toHaveLength(1);
    const cut = setCookies(NAME, 'v'.repeat(most + 1), none);
    expect(cut.map(([, text]) => text.slice(0, text.indexOf('=')))).toEqual([
      `${NAME}_1of2`,
      `${NAME}_2of2`,
    ]);
    for (const [, text] of cut) expect(text.length).toBeLessThanOrEqual(4000);
  });

  it('is read back by a browser, whatever was there before (property)', () => {
    const { attempt, login } = cookieNames('https');
    const name = fc.constantFrom(NAME, PLAIN, attempt('x'.repeat(64)), login('1'));
    const length = fc.oneof(
      fc.integer({ min: 1, max: 9000 }),
      fc.integer({ min: 1, max: MAX_VALUE }),
      fc.constant(MAX_VALUE),
    );
    fc.assert(
      fc.property(name, fc.array(length, { minLength: 1, maxLength: 4 }), (cookie, lengths) => {
        const jar = createCookieJar();
        for (const [index, size] of lengths.entries()) {
          const value = `${index}`.repeat(size);
          jar.take(setCookies(cookie, value, { cookies: jar.send() }));
          expect(readCookies(jar.send(), cookie)).toEqual([value]);
        }
        jar.take(clearCookies(cookie, jar.send()));
        expect(jar.names()).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('clearCookies (CVE-2026-34454 of oauth2-proxy: a session that is not cleared)', () => {
  it('clears the one that may be there, and each part that is', () => {
    const cookies = [`${NAME}_2of3=b; x=1; ${NAME}_2of3=b; ${NAME}_9of9=no; ${NAME}-login-1=no`];
    expect(clearCookies(NAME, cookies)).toEqual(
      [NAME, `${NAME}_2of3`].map((name) => [
        'set-cookie',
        `${name}=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0`,
      ]),
    );
  });

  it('leaves the cookies of other purposes to those', () => {
    const jar = createCookieJar();
    const { login } = cookieNames('https');
    jar.take(setCookies(login('1'), 'v', none));
    jar.take(setCookies(NAME, 'v', { cookies: jar.send() }));
    jar.take(clearCookies(NAME, jar.send()));
    expect(jar.names()).toEqual([login('1')]);
  });
});
