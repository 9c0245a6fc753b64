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
});
