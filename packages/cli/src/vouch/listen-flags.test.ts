import { describe, expect, it } from 'vitest';
import { listenFlags } from './listen-flags.ts';

const given = (listen: string | undefined) =>
  Object.fromEntries([...listenFlags(listen)].map(([key, { value }]) => [key, value]));

describe('listenFlags', () => {
  it.each(['', '127.0.0.1', ':9090', '127.0.0.1:', '127.0.0.1:x', '::1:9090', '127.0.0.1:70000'])(
    'refuses %j',
    (listen) => {
      expect(() => listenFlags(listen)).toThrow(
        expect.objectContaining({
          code: 'usage_invalid',
          message: expect.stringContaining('--listen') as string,
        }),
      );
    },
  );

  it.each([
    [undefined, {}],
    ['127.0.0.1:9091', { 'vouch.listen': '127.0.0.1', 'vouch.port': 9091 }],
    ['9091', { 'vouch.listen': '127.0.0.1', 'vouch.port': 9091 }],
    ['localhost:0', { 'vouch.listen': 'localhost', 'vouch.port': 0 }],
    ['[::1]:9091', { 'vouch.listen': '::1', 'vouch.port': 9091 }],
    ['unix:/run/vouch.sock', { 'vouch.listen': 'unix:/run/vouch.sock' }],
  ])('has %j be %j', (listen, expected) => {
    expect(given(listen)).toEqual(expected);
  });

  it('names the flag in what is said of a value', () => {
    expect([...listenFlags('127.0.0.1:1').values()].map(({ place }) => place)).toEqual([
      '--listen',
      '--listen',
    ]);
    expect(listenFlags('unix:x').get('vouch.listen')?.place).toBe('--listen');
  });
});
