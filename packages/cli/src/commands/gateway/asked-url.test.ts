import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedUrl } from './asked-url.ts';

describe('askedUrl', () => {
  it.each([
    '',
    'app.example.com',
    '/admin',
    'ftp://app.example.com/',
    'https://',
    'https:///admin',
    'https://alice:secret@app.example.com/',
    String.raw`https://app.example.com\admin`,
    'https://app example.com/',
    'https://[::1/',
    'https://app.example.com:99999/',
  ])('refuses %j', (given) => {
    expect(() => askedUrl(given)).toThrow(expect.objectContaining({ code: 'usage_invalid' }));
  });

  it.each([
    ['https://app.example.com', 'app.example.com', '/'],
    ['HTTPS://App.Example.com:443/A/../b?x=1#part', 'app.example.com', '/A/../b?x=1'],
    ['https://app.example.com:8443?x', 'app.example.com:8443', '/?x'],
    ['https://bücher.example/%2e%2e/ä', 'xn--bcher-kva.example', '/%2e%2e/%C3%A4'],
    ['https://[::1]:8443//a;b', '[::1]:8443', '//a;b'],
  ])('takes %s apart, and resolves nothing', (given, host, target) => {
    expect(askedUrl(given)).toEqual({ scheme: 'https', host, target });
  });

  it('leaves each path of ASCII as it is (property)', () => {
    const path = fc.string({ unit: 'binary-ascii' }).map((text) => `/${text.replaceAll('#', '')}`);
    fc.assert(
      fc.property(path, (target) => {
        expect(askedUrl(`http://app.test${target}`).target).toBe(target);
      }),
    );
  });

  it('makes text of what is none', () => {
    expect(askedUrl('https://app.test/\ud800').target).toBe('/%EF%BF%BD');
  });
});
