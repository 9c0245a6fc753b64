import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoginFlags } from './given.ts';
import { resolveRedirect } from './resolve-redirect.ts';

function resolve(flags: LoginFlags, redirect?: object) {
  const faults: string[] = [];
  const section = redirect && { redirect };
  return { found: resolveRedirect({ flags, env: {}, section }, faults), faults };
}

const uri = (text: string, listen?: string) =>
  resolve({ '--redirect-uri': text, ...(listen !== undefined && { '--listen': listen }) });

describe('a redirect URI is refused', () => {
  it.each([
    ['http://dev.example.com:6432/callback', 'no https URL'],
    ['app:callback', 'no https URL'],
    ['callback', 'no https URL'],
    ['', 'no https URL'],
    ['http://127.0.0.1:6432/callback?a=b', 'no https URL'],
    ['http://127.0.0.1:6432/callback#', 'no https URL'],
    ['http://me@127.0.0.1:6432/callback', 'no https URL'],
    ['http://127.0.0.1/callback', '--listen'],
    ['http://127.0.0.1:80/callback', '--listen'],
    ['http://127.0.0.2:6432/callback', '--listen'],
    ['http://127.0.0.1:0/callback', '--listen'],
    ['https://127.0.0.1:6432/callback', '--listen'],
    ['https://dev.example.com/callback', '--listen'],
  ])('%j', (text, why) => {
    expect(uri(text).faults).toEqual([expect.stringContaining(why)]);
  });

  it.each(['0.0.0.0:1', '192.0.2.1:1', 'dev:1', '127.0.0.1', '127.0.0.1:0', '::1:1', ':1', ''])(
    'to be listened for at %j',
    (address) => {
      expect(uri('https://dev.example.com/cb', address).faults).toEqual([
        expect.stringMatching(/^--listen .* is not HOST:PORT/),
      ]);
    },
  );

  it('with ports beside it, and a place to listen without one', () => {
    const both = { '--redirect-uri': 'http://127.0.0.1:1/', '--port': ['2'] };
    expect(resolve(both).faults).toEqual([expect.stringContaining('do not go together')]);
    expect(resolve({ '--listen': '127.0.0.1:1' }).faults).toEqual([
      expect.stringContaining('goes with --redirect-uri'),
    ]);
  });

  it('whatever it is, or listened for on this machine alone', () => {
    const host = fc.constantFrom(
      '127.0.0.1',
      '[::1]',
      'localhost',
      '0.0.0.0',
      '[::]',
      'a.test',
      '',
    );
    const port = fc.oneof(fc.nat(70_000).map(String), fc.string());
    const scheme = fc.constantFrom('http://', 'https://', 'app:', '');
    fc.assert(
      fc.property(scheme, host, port, host, port, (by, name, at, local, place) => {
        const text = `${by}${name}:${at}/cb`;
        const { found, faults } = uri(text, `${local}:${place}`);
        expect(['127.0.0.1', '::1', 'localhost']).toContain(found.host);
        expect(faults.length > 0 || found.redirectUri === text).toBe(true);
      }),
    );
  });
});

it.each([
  ['http://127.0.0.1:7000/cb', { host: '127.0.0.1', ports: [7000], path: '/cb' }],
  ['http://[::1]:7000', { host: '::1', ports: [7000], path: '/' }],
  ['http://localhost:7000/a%2fb/', { host: 'localhost', ports: [7000], path: '/a%2fb/' }],
])('%s says where to listen, before the configuration does', (redirectUri, place) => {
  const { found, faults } = resolve(
    { '--redirect-uri': redirectUri },
    { host: '::1', ports: [1], path: '/x' },
  );
  expect([found, faults]).toEqual([{ ...place, redirectUri }, []]);
});

it.each([
  ['https://dev.example.com/cb', '127.0.0.1:7000', '127.0.0.1'],
  ['http://localhost:6432/cb', '[::1]:7000', '::1'],
])('%s may be handed on to %s', (redirectUri, listen, host) => {
  const { found, faults } = uri(redirectUri, listen);
  expect([found, faults]).toEqual([{ host, ports: [7000], path: '/cb', redirectUri }, []]);
});
