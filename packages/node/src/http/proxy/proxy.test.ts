import { describe, expect, it } from 'vitest';
import { proxyUrlFault, toProxy } from './proxy.ts';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('the URL of a proxy is refused', () => {
  it.each([
    ['proxy.example', 'is not an absolute URL'],
    ['', 'is not an absolute URL'],
    ['socks5://proxy.example:1080', 'is not an http or https URL'],
    ['proxy.example:3128', 'is not an http or https URL'],
    ['http://proxy.example/path', 'has something behind host and port'],
    ['http://proxy.example?a', 'has something behind host and port'],
    ['http://proxy.example#a', 'has something behind host and port'],
    ['http://169.254.169.254', 'is a link-local or cloud metadata address'],
    ['http://[fe80::1]:3128', 'is a link-local or cloud metadata address'],
    ['http://a:sesame%zz@proxy.example', 'is not percent-encoded UTF-8'],
    ['http://a:sesame%ff@proxy.example', 'is not percent-encoded UTF-8'],
    ['http://a%3Ab:sesame@proxy.example', 'has a colon in the user name'],
    ['http://a:sesame%0D%0A@proxy.example', 'has a control character'],
  ])('%s', (url, fault) => {
    expect(proxyUrlFault(url)).toContain(fault);
    expect(proxyUrlFault(url)).not.toContain('sesame');
    expect(() => toProxy(url)).toThrow(TypeError);
  });
});

it('finds the same in a name with letters of Latin-1, however often it is asked', () => {
  const faults = new Set<string | undefined>();
  for (let count = 0; count < 20_000; count++) faults.add(proxyUrlFault('http://próxy.example'));
  expect([...faults]).toEqual([undefined]);
});

it.each([
  [
    'http://proxy.example:3128',
    { origin: 'http://proxy.example:3128', name: 'proxy.example:3128' },
  ],
  ['http://proxy.example', { origin: 'http://proxy.example', name: 'proxy.example:80' }],
  ['https://proxy.example/', { origin: 'https://proxy.example', name: 'proxy.example:443' }],
  ['http://[fd00::1]:3128', { origin: 'http://[fd00::1]:3128', name: '[fd00::1]:3128' }],
  ['http://10.0.0.1:3128', { origin: 'http://10.0.0.1:3128', name: '10.0.0.1:3128' }],
])('reads %s', (url, proxy) => {
  expect(toProxy(url)).toEqual(proxy);
});

it.each([
  ['http://teller:sesame@proxy.example', 'teller:sesame'],
  ['http://teller:p%40ss%3Aw%2Frd@proxy.example', 'teller:p@ss:w/rd'],
  ['http://t%C3%A9ller:%E2%82%AC@proxy.example', 'téller:€'],
  ['http://teller@proxy.example', 'teller:'],
])('takes the credentials out of %s', (url, credentials) => {
  const proxy = toProxy(url);
  expect(proxy).toEqual({
    origin: 'http://proxy.example',
    name: 'proxy.example:80',
    authorization: basic(credentials),
  });
});

it('takes credentials that are given beside the URL', () => {
  const given = { user: 'teller', password: 'a:b' };
  expect(toProxy('http://proxy.example', given).authorization).toBe(basic('teller:a:b'));
  expect(() => toProxy('http://proxy.example', { user: 'a:b', password: 'sesame' })).toThrow(
    /^the proxy's URL has a colon in the user name/,
  );
});
