import type { DrawbridgeError } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE_ADDRESSES } from '../../sign-in/hostile-addresses.fixture.ts';
import { managedDomains } from '../managed-domains.ts';
import { judgeReturnAddress } from './return-address.ts';
import { requestedUrl } from './requested-url.ts';

const managed = managedDomains({
  domains: ['example.com'],
  cookie: { domain: 'sso.test' } as Parameters<typeof managedDomains>[0]['cookie'],
});
const judge = (text: string | undefined, isSecure = true) =>
  judgeReturnAddress(text, managed, isSecure);
const OWN = /^https:\/\/(?:[\w-]+\.)*(?:example\.com|sso\.test)\.?(?::\d+)?\//;

describe('judgeReturnAddress', () => {
  it('says what is missing', () => {
    expect(() => judge(undefined)).toThrow(
      expect.objectContaining({
        code: 'parameter_missing',
        message: 'no destination URL requested',
      }),
    );
  });

  it.each([
    'example.com/dest',
    '/dest',
    '//example.com/',
    'https:example.com',
    'https:/example.com/',
    'https:///example.com/',
    'https:\\\\example.com/',
    'https://\\example.com/',
    'https://',
    'https://?x',
    'https://#x',
    'ftp://example.com/',
    'javascript:alert(1)//https://example.com/',
    'data:text/html,https://example.com/',
    'blob:https://example.com/x',
    'https://somewhereelse.test/',
    'https://example.com.somewhereelse.test/',
    'https://notexample.com/',
    'https://evil-example.com/',
    'https://example.com@evil.test/',
    'https://me:pw@example.com/',
    'https://me@example.com/',
    'https://evil.test\\@example.com/',
    'https://evil.test\\.example.com/',
    'https://evil.test/.example.com/',
    'https://evil.test#@example.com/',
    'https://evil.test?.example.com/',
    'https://evil.test%2f.example.com/',
    'https://example.com/a\\b',
    'https://example.com/\r\nLocation: https://evil.test',
    'https://example.com/\u0000',
    'https://exam\tple.com/',
    'https://example.com/a b',
    ' https://example.com/',
    'https://[::1]/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://example.com:99999/',
    'http://example.com/',
    'https://example.com/?to=javascript:alert(1)',
    'https://example.com/?to=JavaScript:alert(1)',
    'https://example.com/?to=%20java%0ascript:alert(1)',
    'https://example.com/?a=1&to=data:text/plain,x',
    'https://example.com/?to=data%3atext/html,x',
    `https://example.com/${'a'.repeat(2048)}`,
    `https://example.com/${'ä'.repeat(400)}`,
  ])('refuses %s, and does not say it again', (text) => {
    const error = expect.objectContaining({ code: 'parameter_invalid' });
    expect(() => judge(text)).toThrow(error);
    try {
      judge(text);
    } catch (thrown) {
      expect(String(thrown)).not.toContain('evil.test');
    }
  });

  it.each([
    ['ftp://example.com/', 'it does not begin with http:// or https:// and a host'],
    ['https://example.com/a b', 'it has a backslash, a space or a control character in it'],
    ['https://example.com:99999/', 'it is no URL'],
    ['https://me@example.com/', 'it has a user name or a password in it'],
    ['https://:pw@example.com/', 'it has a user name or a password in it'],
    [
      'https://else.test/',
      'its host is not within a domain of vouch.domains or vouch.cookie.domain',
    ],
    [
      'http://example.com/',
      'it is http, and vouch.cookie.secure has the cookie sent over https alone',
    ],
    [
      'https://example.com/?to=data:,x',
      'its query has an address in it that runs a script or shows other content',
    ],
    [`https://example.com/${'a'.repeat(2029)}`, 'it has more than 2048 characters'],
    [`https://example.com/${'ä'.repeat(400)}`, 'it has more than 2048 characters'],
  ])('says why it refuses %s', (text, why) => {
    expect(() => judge(text)).toThrow(
      expect.objectContaining({
        code: 'parameter_invalid',
        message: `the requested destination URL is not accepted: ${why}`,
      }),
    );
  });

  it('says what to do: to whoever opened the app, and of http what can be set', () => {
    const hintOf = (text: string | undefined) => {
      try {
        return judge(text);
      } catch (thrown) {
        return (thrown as DrawbridgeError).hint;
      }
    };
    expect(hintOf(undefined)).toContain('/login?url=ADDRESS');
    expect(hintOf('https://else.test/')).toContain('Open the app at its start page.');
    expect(hintOf('http://example.com/')).toContain('set vouch.cookie.secure to false');
  });

  it('takes 2,048 characters', () => {
    const text = `https://example.com/${'a'.repeat(2028)}`;
    expect(text).toHaveLength(2048);
    expect(judge(text)).toBe(text);
    // The slash that is added is one more.
    const long = `https://example.com?${'a'.repeat(2028)}`;
    expect(long).toHaveLength(2048);
    expect(() => judge(long)).toThrow('2048');
  });

  it.each([
    ['https://example.com', 'https://example.com/'],
    ['https://example.com/', 'https://example.com/'],
    ['HTTPS://App.Example.com/X', 'https://app.example.com/X'],
    ['https://app.example.com:8443/a?b=c#d', 'https://app.example.com:8443/a?b=c#d'],
    ['https://example.com./', 'https://example.com./'],
    ['https://app.sso.test/', 'https://app.sso.test/'],
    ['https://example.com/?strange=but-true&also=', 'https://example.com/?strange=but-true&also='],
    // Upstream takes these for dangerous; apps have such parameters (its issues 313 and 409).
    ['https://example.com/?to=https://else.test', 'https://example.com/?to=https://else.test'],
    [
      'https://example.com/?to=https%3a%2f%2felse.test',
      'https://example.com/?to=https%3a%2f%2felse.test',
    ],
    ['https://example.com/?to=//else.test', 'https://example.com/?to=//else.test'],
    ['https://example.com/?javascript:=1', 'https://example.com/?javascript:=1'],
    ['https://example.com/?to=no-javascript:', 'https://example.com/?to=no-javascript:'],
    ['https://example.com/?to=javascript', 'https://example.com/?to=javascript'],
    ['https://example.com/straße', 'https://example.com/stra%C3%9Fe'],
  ])('takes %s', (text, address) => {
    expect(judge(text)).toBe(address);
  });

  it('takes http where the cookie is sent over it', () => {
    expect(judge('http://example.com/', false)).toBe('http://example.com/');
  });

  it.each(Object.entries(HOSTILE_ADDRESSES))('is led elsewhere by none of: %s', (_, addresses) => {
    for (const address of addresses) {
      const forms = [
        address,
        `https:${address}`,
        `https://app.example.com${address}`,
        `https://app.example.com/${address}`,
      ];
      for (const form of forms) {
        for (const query of [
          `url=${form}`,
          `url=${encodeURIComponent(form.replace(/\p{Cs}/gu, ''))}`,
        ]) {
          let found: string;
          try {
            found = judge(requestedUrl(query));
          } catch {
            continue;
          }
          expect(found).toMatch(OWN);
          expect(found).not.toMatch(/[\\\s]/);
          expect(new URL(found).href).toBe(found);
        }
      }
    }
  });

  it('leads nowhere but to its own, whatever is asked for (property)', () => {
    const piece = fc.constantFrom(
      'https:',
      'http:',
      '//',
      '/',
      '\\',
      '@',
      '#',
      '?',
      ':',
      '.',
      '%2f',
      '%00',
      '\t',
      'example.com',
      'evil.test',
      'a',
      'a=javascript:',
      '&',
      ';',
      'ä',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        let found: string;
        try {
          found = judge(`https://${pieces.join('')}`);
        } catch {
          return;
        }
        expect(found).toMatch(OWN);
      }),
      { numRuns: 1000 },
    );
  });
});
