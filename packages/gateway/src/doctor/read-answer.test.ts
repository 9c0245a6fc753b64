import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guessProxy } from './guess-proxy.ts';
import {
  checkedOf,
  codeOf,
  describeAnswer,
  loginOf,
  redirectOf,
  refusedOf,
} from './read-answer.ts';

const ORIGIN = 'https://app.example.com';
const answer = (status: number, text = '', location?: string) => ({
  status,
  text,
  fields: location === undefined ? [] : ([['Location', location]] as const),
});

describe('what a server answers', () => {
  it('is read whatever it is, and shown in a few characters', () => {
    fc.assert(
      fc.property(
        fc.nat(999),
        fc.string(),
        fc.option(fc.string(), { nil: undefined }),
        (...given) => {
          const any = answer(...given);
          for (const read of [redirectOf, loginOf, refusedOf]) read(any, ORIGIN);
          checkedOf(any);
          codeOf(any);
          expect(describeAnswer(any).length).toBeLessThan(250);
          // oxlint-disable-next-line no-control-regex -- that there is none is what is asked
          expect(describeAnswer(any)).not.toMatch(/[\u0000-\u001f]/);
        },
      ),
    );
  });

  it.each([
    [200, `${ORIGIN}/.drawbridge/login?url=%2F`],
    [302, `${ORIGIN}/login?url=%2F`],
    [302, `${ORIGIN}/.drawbridge/login`],
    [302, undefined],
    [302, 'https://'],
  ])('is no sign-in: %i %s', (status, location) => {
    expect(loginOf(answer(status, '', location), ORIGIN)).toBeUndefined();
  });

  it.each([
    '',
    '{',
    '[]',
    '{"drawbridge":"check"}',
    '{"drawbridge":"check","host":1,"cookieLength":0,"longestCookie":0}',
  ])('is not what the gateway saw: %s', (text) => {
    expect(checkedOf(answer(200, text))).toBeUndefined();
  });

  it('has the code of a fault of the gateway, in JSON and in a page, and of nobody else', () => {
    expect(codeOf(answer(404, '{"code":"path_unknown"}'))).toBe('path_unknown');
    expect(codeOf(answer(404, '<p>Error code: <code>path_unknown</code></p>'))).toBe(
      'path_unknown',
    );
    expect(codeOf(answer(404, '{"code":"not_found"}'))).toBeUndefined();
    expect(codeOf(answer(404, 'path_unknown'))).toBeUndefined();
  });

  it('shows no query of an address', () => {
    const shown = describeAnswer(
      answer(302, '', 'https://id.example/authorize?state=PLANTED#PLANTED'),
    );
    expect(shown).toBe('302 with the Location "https://id.example/authorize"');
  });
});

it.each([
  ['Server', 'nginx/1.26.0', { proxy: 'nginx', by: 'Server: nginx' }],
  ['server', 'openresty', { proxy: 'nginx', by: 'Server: openresty' }],
  ['Server', 'APISIX/3.11.0', { proxy: 'apisix', by: 'Server: APISIX' }],
  ['Server', 'Caddy \u001b[31m', { proxy: 'caddy', by: 'Server: Caddy' }],
  ['Via', '1.1 Caddy', { proxy: 'caddy', by: 'Via: Caddy' }],
  ['Server', 'envoy', { proxy: 'envoy', by: 'Server: envoy' }],
  ['Server', 'Apache', undefined],
  ['X-Server', 'nginx', undefined],
])('by %s: %s it is guessed which it is', (name, value, guess) => {
  expect(guessProxy({ fields: [[name, value]] })).toEqual(guess);
});
