import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE_ADDRESSES } from './hostile-addresses.fixture.ts';
import { returnAddress } from './return-address.ts';

const APP = 'https://app.example.com';

/** What addresses of other hosts are made of. */
const PIECES = [
  ['/', '\\', '.', '..', '@', ':', '?', '#', '%2f', '%5c', '%2e', '%09', '\t', '\n', ' '],
  ['evil.example', 'https:', '//', ';', '%25', '\u3002', '\uff0f', '[::1]', '&', 'a'],
].flat();

it.each(Object.entries(HOSTILE_ADDRESSES))('leaves nothing of %s', (_, addresses) => {
  expect(addresses.filter((address) => returnAddress(address) !== '/')).toEqual([]);
});

describe('returnAddress', () => {
  it('has a corpus to be held against', () => {
    const all = Object.values(HOSTILE_ADDRESSES).flat();
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(200);
  });

  it('is the start page without one, and for one that is too long', () => {
    expect(returnAddress(undefined)).toBe('/');
    expect(returnAddress(`/${'a'.repeat(2047)}`)).toHaveLength(2048);
    expect(returnAddress(`/${'a'.repeat(2048)}`)).toBe('/');
  });

  it.each([
    '/',
    '/a',
    '/a/b/',
    '/?a=b&c=d',
    '/a?b=%2F%2Fevil.example',
    '/a?next=https://evil.example/x',
    '/a?b=/../c',
    '/a//b',
    '/@ada/post',
    '/a:b',
    '/caf%C3%A9',
    '/a%20b?c+d=%26',
    '/api/group%2Fproject',
    '/.well-known/x',
    '/drawbridge/login',
    '/.drawbridges',
    '/a/.drawbridge/login',
    '/a;v=1/b',
  ])('keeps %j', (address) => {
    expect(returnAddress(address)).toBe(address);
  });

  it.each(['/oauth2', '/oauth2/sign_out', '/OAuth2/start?rd=/x', '//oauth2/x', '/.drawbridge/x'])(
    'is the start page for %j where oauth2-proxy was',
    (address) => {
      expect(returnAddress(address, '/oauth2/drawbridge')).toBe('/');
    },
  );

  it('keeps the paths of an app below /oauth2/ elsewhere', () => {
    expect(returnAddress('/oauth2/authorize')).toBe('/oauth2/authorize');
    expect(returnAddress('/oauth2x', '/oauth2/drawbridge')).toBe('/oauth2x');
  });

  it('never leads to another host (property)', () => {
    const piece = fc.constantFrom(...PIECES);
    const address = fc.oneof(
      fc.string(),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(address, (given) => {
        for (const tried of [given, `/${given}`]) {
          const path = returnAddress(tried);
          expect([tried, '/']).toContain(path);
          expect(path).toMatch(/^\/(?![/\\])[!-~]*$/);
          // As it is sent, and as whoever resolves it would have it.
          for (const url of [new URL(APP + path), new URL(path, APP)]) {
            expect(url.origin).toBe(APP);
            expect(url.username + url.password + url.hash).toBe('');
          }
          expect(returnAddress(path)).toBe(path);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
