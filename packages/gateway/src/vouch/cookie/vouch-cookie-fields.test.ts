import { DrawbridgeError, type HeaderField } from '@drawbridge/core';
import { readCookies } from '@drawbridge/oauth';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCookieJar } from '../../cookies/cookie-jar.fixture.ts';
import { VOUCH_DEFAULTS } from '../vouch-defaults.fixture.ts';
import { clearVouchCookies, vouchCookieFields } from './vouch-cookie-fields.ts';

const SETTINGS = VOUCH_DEFAULTS.cookie;
const PLACE = { domain: 'example.com', cookies: [] };
const ATTRIBUTES = '; Path=/; Domain=example.com; Max-Age=14400; HttpOnly; Secure';
/** Of a field without a value: what is left of 4,000 bytes is a part's. */
const ROOM = 4000 - `VouchCookie=${ATTRIBUTES}`.length;

const texts = (fields: readonly HeaderField[]) => fields.map(([, text]) => text);
const nameOf = (text: string) => text.slice(0, text.indexOf('='));

describe('no cookie is set', () => {
  it.each(['', 'a;b', 'a b', 'a,b', '"a"', 'ä', 'a\r\nset-cookie: x=y', 'a\u0000'])(
    'of the value %j',
    (value) => {
      expect(() => vouchCookieFields(SETTINGS, value, PLACE)).toThrow(TypeError);
    },
  );

  it('in more than 8 parts, and the fault says what to keep out of it, but not the value', () => {
    expect(vouchCookieFields(SETTINGS, 'v'.repeat(8 * ROOM), PLACE)).toHaveLength(8);
    const thrown = (() => {
      try {
        return vouchCookieFields(SETTINGS, 'secret'.repeat(2 * ROOM), PLACE);
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toBeInstanceOf(DrawbridgeError);
    expect(thrown).toMatchObject({
      code: 'token_too_large',
      message: expect.stringContaining('would take 12 parts'),
      hint: expect.stringContaining('vouch.headers.claims'),
    });
    expect(String(thrown)).not.toContain('secret');
  });

  it('under a name that a browser made up and no field can have', () => {
    const cookies = ['VouchCookie\u0001=x; VouchCookieä=x; VouchCookie x=x; VouchCookie_1of2=x'];
    expect(texts(clearVouchCookies(SETTINGS, { ...PLACE, cookies })).map(nameOf)).toEqual([
      'VouchCookie_1of2',
    ]);
  });
});

describe('vouchCookieFields', () => {
  it('has the attributes of the settings, in the order in which Go writes them', () => {
    expect(texts(vouchCookieFields(SETTINGS, 'v', PLACE))).toEqual([`VouchCookie=v${ATTRIBUTES}`]);
    const other = { ...SETTINGS, domain: '.example.org', secure: false, httpOnly: false } as const;
    const options = { ...PLACE, maxAge: 0 };
    expect(texts(vouchCookieFields({ ...other, sameSite: 'Lax' }, 'v', options))).toEqual([
      'VouchCookie=v; Path=/; Domain=example.org; SameSite=Lax',
    ]);
    expect(texts(vouchCookieFields(SETTINGS, 'v', { ...PLACE, domain: undefined }))).toEqual([
      'VouchCookie=v; Path=/; Max-Age=14400; HttpOnly; Secure',
    ]);
  });

  it('cuts from the first byte on that is too many for 4,000, and only then', () => {
    const [whole = ''] = texts(vouchCookieFields(SETTINGS, 'v'.repeat(ROOM), PLACE));
    expect(whole).toHaveLength(4000);
    const parts = texts(vouchCookieFields(SETTINGS, 'v'.repeat(ROOM + 1), PLACE));
    expect(parts.map(nameOf)).toEqual(['VouchCookie_1of2', 'VouchCookie_2of2']);
    expect(parts[0]).toBe(`VouchCookie_1of2=${'v'.repeat(ROOM)}${ATTRIBUTES}`);
    expect(parts[1]).toBe(`VouchCookie_2of2=v${ATTRIBUTES}`);
  });

  it('is read back from a browser, whatever was there before (property)', () => {
    const length = fc.oneof(
      fc.integer({ min: 1, max: 9000 }),
      fc.integer({ min: 1, max: 8 * ROOM }),
    );
    fc.assert(
      fc.property(fc.array(length, { minLength: 1, maxLength: 4 }), (lengths) => {
        const jar = createCookieJar();
        for (const [index, size] of lengths.entries()) {
          const value = `${index}`.repeat(size);
          jar.take(vouchCookieFields(SETTINGS, value, { ...PLACE, cookies: jar.send() }));
          expect(readCookies(jar.send(), SETTINGS.name)).toEqual([value]);
        }
        jar.take(clearVouchCookies(SETTINGS, { ...PLACE, cookies: jar.send() }));
        expect(jar.names()).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('clearVouchCookies', () => {
  it('clears each that is there by its name and what begins with it, and nothing else', () => {
    const cookies = ['VouchCookie_1of12=a; x=1; VouchCookie=b; VouchCookie=c', 'VouchSession=d'];
    expect(texts(clearVouchCookies(SETTINGS, { ...PLACE, cookies }))).toEqual(
      ['VouchCookie_1of12', 'VouchCookie'].map(
        (name) => `${name}=delete; Path=/; Domain=example.com; Max-Age=0; HttpOnly; Secure`,
      ),
    );
    expect(clearVouchCookies(SETTINGS, PLACE)).toEqual([]);
  });

  it('answers a request of thousands of them with a few', () => {
    const cookies = [Array.from({ length: 5000 }, (_, n) => `VouchCookie${n}=x`).join('; ')];
    expect(clearVouchCookies(SETTINGS, { ...PLACE, cookies })).toHaveLength(32);
  });
});
