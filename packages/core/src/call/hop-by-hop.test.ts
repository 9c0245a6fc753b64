import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionOptions, hopByHopNames, isHopByHop, readsTrailers } from './hop-by-hop.ts';

const NAMES = [
  'Connection',
  'HTTP2-Settings',
  'Keep-Alive',
  'Proxy-Authenticate',
  'Proxy-Authentication-Info',
  'Proxy-Authorization',
  'Proxy-Connection',
  'TE',
  'Trailer',
  'Transfer-Encoding',
  'Upgrade',
];

describe('what is about one connection', () => {
  it.each(NAMES)('%s is', (name) => {
    expect(isHopByHop(name)).toBe(true);
    expect(isHopByHop(name.toUpperCase())).toBe(true);
    expect(hopByHopNames([])).toContain(name.toLowerCase());
  });

  it.each(['', 'x', 'content-length', 'content-type', 'host', 'te ', 'upgrade-insecure-requests'])(
    '%j is not',
    (name) => expect(isHopByHop(name)).toBe(false),
  );

  it('is also what any Connection lists', () => {
    const names = hopByHopNames([
      ['Connection', 'close, X-Hop ,,'],
      ['X-Kept', 'x-no'],
      ['connection', '\tCookie'],
    ]);
    expect([...names].filter((name) => !isHopByHop(name))).toEqual(['close', 'x-hop', 'cookie']);
  });

  it('never loses what is listed, or the names of HTTP (property)', () => {
    const name = fc.constantFrom('Connection', 'connection', 'CONNECTION');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.array(fc.string()))), (lists) => {
        const names = hopByHopNames(lists.map(([field, list]) => [field, list.join(',')]));
        for (const listed of lists.flatMap(([, list]) => list).flatMap(connectionOptions)) {
          expect(names).toContain(listed);
        }
        for (const own of NAMES) expect(names).toContain(own.toLowerCase());
        expect(names).not.toContain('');
      }),
    );
  });
});

describe('readsTrailers', () => {
  it.each(['trailers', 'Trailers', 'deflate;q=0.5, trailers', ' trailers ,gzip'])('%j', (value) => {
    expect(
      readsTrailers([
        ['a', 'b'],
        ['Te', value],
      ]),
    ).toBe(true);
  });

  it.each(['', 'gzip', 'trailers;q=0', 'xtrailers', '"trailers"', 'gzip;a=trailers'])(
    '%j does not say so',
    (value) => expect(readsTrailers([['te', value]])).toBe(false),
  );

  it('is not what another field says', () => {
    expect(
      readsTrailers([
        ['x-te', 'trailers'],
        ['trailer', 'trailers'],
      ]),
    ).toBe(false);
  });
});
