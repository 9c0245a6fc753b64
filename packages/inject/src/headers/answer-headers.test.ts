import type { HeaderField } from '@drawbridge/core';
import { expect, it } from 'vitest';
import { compileRoutes, type Route } from '../routes.ts';
import { stubSource } from '../stub-source.fixture.ts';
import { answerHead } from './answer-headers.ts';

const routes = compileRoutes([{ upstream: 'https://up.test', tokens: stubSource('t') }]);
const [route] = routes as [Route];
const passed = (...headers: readonly HeaderField[]) =>
  answerHead({ status: 201, headers }, route, '/x', { routes, find: () => route });

it.each([
  'Connection',
  'Keep-Alive',
  'Proxy-Authenticate',
  'Transfer-Encoding',
  'Upgrade',
  'Trailer',
  'Strict-Transport-Security',
  'Alt-Svc',
  'Clear-Site-Data',
  'Access-Control-Allow-Origin',
  'Access-Control-Allow-Credentials',
  'Timing-Allow-Origin',
])('passes no %s back', (name) => {
  expect(passed([name, 'x'])).toEqual({ status: 201, headers: [] });
});

it('passes back the rest, and what points to the upstream as it is here', () => {
  expect(
    passed(
      ['Connection', 'X-Hop'],
      ['X-Hop', '1'],
      ['Location', 'https://up.test/a'],
      ['Content-Location', '/b'],
      ['Set-Cookie', 'a=b; Domain=up.test'],
      ['set-cookie', 'c=d; Secure'],
      ['WWW-Authenticate', 'Bearer'],
      ['Content-Length', '3'],
    ).headers,
  ).toEqual([
    ['Location', '/a'],
    ['Content-Location', '/b'],
    ['Set-Cookie', 'a=b'],
    ['set-cookie', 'c=d'],
    ['WWW-Authenticate', 'Bearer'],
    ['Content-Length', '3'],
  ]);
});
