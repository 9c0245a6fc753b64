import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressUrl, parseListenAddress } from './listen-address.ts';

describe('parseListenAddress', () => {
  it.each([
    '',
    ':',
    ':8080',
    'localhost',
    'localhost:',
    'localhost:http',
    'localhost:65536',
    'localhost:123456',
    'localhost:-1',
    'localhost:8080 ',
    '::1:8080',
    '[]:8080',
    '[::1]',
    '[::1:8080',
    'http://localhost:8080',
    'localhost:80:80',
    '8080.5',
    '127.0.0.1:８０',
  ])('refuses %j', (text) => {
    expect(() => parseListenAddress(text)).toThrow(
      expect.objectContaining({
        code: 'usage_invalid',
        hint: expect.stringContaining('HOST:PORT'),
      }),
    );
  });

  it.each([
    ['8080', '127.0.0.1', 8080],
    ['0', '127.0.0.1', 0],
    ['localhost:65535', 'localhost', 65_535],
    ['0.0.0.0:80', '0.0.0.0', 80],
    ['[::1]:8080', '::1', 8080],
    ['[::]:1', '::', 1],
  ])('takes %s', (text, host, port) => {
    expect(parseListenAddress(text)).toEqual({ host, port });
  });

  it('never answers an empty host, which would listen everywhere (property)', () => {
    const piece = fc.constantFrom(':', '[', ']', '8080', 'a', '::', '.', ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        try {
          const { host, port } = parseListenAddress(pieces.join(''));
          expect(host).not.toBe('');
          expect(port).toBeLessThanOrEqual(65_535);
        } catch (error) {
          expect(error).toMatchObject({ code: 'usage_invalid' });
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('addressUrl', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:1'],
    ['::1', 'http://[::1]:1'],
    ['localhost', 'http://localhost:1'],
  ])('of %s is %s', (host, url) => {
    expect(addressUrl({ host, port: 1 })).toBe(url);
    expect(() => new URL(url)).not.toThrow();
  });
});
