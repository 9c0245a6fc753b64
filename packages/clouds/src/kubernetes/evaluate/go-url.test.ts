import { describe, expect, it } from 'vitest';
import { parseGoUrl } from './go-url.ts';

/**
 * What url.Parse of Go 1.19 answers, recorded by a program of a few lines in 2026-11: no URL (`x`), or its scheme, and a letter for each
 * of a user, a query and a fragment.
 */
const RECORDED = {
  'https://a': 'https',
  'https://a:99999': 'https',
  'https://a:': 'https',
  'https://a:x': 'x',
  'https://': 'https',
  'https:': 'https',
  'https:a': 'https',
  'HTTPS://a': 'https',
  'http://a': 'http',
  'invalid-url': '',
  '': '',
  'https://a b': 'x',
  'https://a/b c': 'https',
  'https://a/%zz': 'x',
  'https://a%41': 'x',
  'https://a%zz': 'x',
  'https://u@a': 'https u',
  'https://@a': 'https u',
  'https://a?': 'https',
  'https://a?q': 'https q',
  'https://a#': 'https',
  'https://a#f': 'https f',
  'https://a#%zz': 'x',
  'https://[::1]:80': 'https',
  'https://[::1': 'x',
  'https://[::1]x': 'x',
  'https://a\u0000': 'x',
  'https://a\n': 'x',
  '://a': 'x',
  '1https://a': 'x',
  'a:b': 'a',
  'ht tps://a': 'x',
  'https://é.example': 'https',
  'https://a/é': 'https',
  'https://a\\b': 'x',
  'https://a|b': 'x',
  'https://a^': 'x',
  'https://a{b}': 'x',
  'https://a`': 'x',
  'https://a<b>': 'https',
  'https://a"b': 'https',
  'https:///path': 'https',
  '//a/b': '',
  '/a:b': '',
  'a/b:c': '',
  '1a:b': 'x',
  'https://a/?#': 'https',
  'https://a?%zz': 'https q',
  'https://a@b@c': 'https u',
  'https://a:b@c': 'https u',
  'https://a b@c': 'x',
  'https://[fe80::1%25eth0]': 'https',
  'https://[fe80::1%eth0]': 'x',
  'https://[::1%25]': 'https',
  'mailto:x': 'mailto',
  'https:?q': 'https q',
  'https:#f': 'https f',
  'https:?': 'https',
  '*': '',
  'https://a\u007f': 'x',
  'https+x://a': 'https+x',
  'ht_tp://a': 'x',
  "https://a;b,c'd(e)": 'https',
  'https://a%20b': 'x',
  'https://a%c3%a9': 'https',
  'https://%': 'x',
} as const;

describe('parseGoUrl', () => {
  it.each(Object.entries(RECORDED))('of %j is %j', (text, recorded) => {
    const url = parseGoUrl(text);
    const told =
      'fault' in url
        ? 'x'
        : [
            url.scheme,
            ...(url.hasUser ? ['u'] : []),
            ...(url.hasQuery ? ['q'] : []),
            ...(url.hasFragment ? ['f'] : []),
          ].join(' ');
    expect(told).toBe(recorded);
  });
});
