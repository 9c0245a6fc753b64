import { parseUrl } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHost } from './parse-host.ts';

describe('parseHost', () => {
  it.each([
    '',
    ' ',
    'a b',
    'a..b',
    '.a',
    'a.example/',
    'a.example@b.example',
    'user@a.example',
    'a.example:',
    'a.example:99999',
    'a.example:8x',
    'a.example,b.example',
    'bücher.example',
    'a%2eexample',
    'a\u0000.example',
    '0x7f.1',
    '127.1',
    '2130706433',
    '[::1',
    '[::1]x',
    `${'a'.repeat(300)}.example`,
  ])('takes %j for none', (text) => {
    expect(parseHost(text, 'https')).toBeUndefined();
  });

  it.each([
    ['App.Example.COM', 'app.example.com'],
    ['app.example.com.', 'app.example.com'],
    ['app.example.com:443', 'app.example.com'],
    ['app.example.com.:8443', 'app.example.com:8443'],
    ['app.example.com:80', 'app.example.com:80'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['my_app.example', 'my_app.example'],
    ['192.0.2.1', '192.0.2.1'],
    ['[2001:DB8::0:1]:8443', '[2001:db8::1]:8443'],
  ])('spells %j as %j', (text, host) => {
    expect(parseHost(text, 'https')).toBe(host);
  });

  it('takes what a URL has as its host, and nothing else (property)', () => {
    const label = fc.oneof(
      fc.stringMatching(/^[a-z\d_-]{1,6}$/),
      fc.constantFrom('0x7f', '127', '1', 'a', 'xn--bcher-kva', 'xn--', 'xn--a', 'a--b', '0', 'f1'),
    );
    const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
    fc.assert(
      fc.property(name, (text) => {
        const { host } = parseUrl(`https://${text}`) ?? {};
        expect(parseHost(text, 'https')).toBe(host === text ? text : undefined);
      }),
    );
  });
});
