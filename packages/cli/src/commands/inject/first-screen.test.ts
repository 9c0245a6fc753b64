import { DrawbridgeError } from '@drawbridge/core';
import { expect, test } from 'vitest';
import { curlLine, describeTokens, firstScreen } from './first-screen.ts';

const NOW = 1_767_225_600;
const url = 'http://127.0.0.1:8080';
const client = { id: 'c' };
const upstream = 'https://up.test';
const first = { upstream, routes: [0] };

test('says what listens where, with which token and until when, and a line to try', () => {
  const token = { refreshToken: { env: 'R' }, issuer: 'https://id.test', client };
  const section = { upstream: 'https://up.test', token };
  expect(firstScreen(section, url, [{ ...first, expiresAt: NOW + 300 }], NOW)).toBe(
    [
      'http://127.0.0.1:8080 goes on to https://up.test',
      'with an access token of https://id.test, renewed by a refresh token; the one at hand is good until 2026-01-01T00:05:00Z (in 5 minutes)',
      'Try: curl http://127.0.0.1:8080/',
      'Ctrl-C ends it.',
    ].join('\n'),
  );
});

test('says which tokens are not there, why, and what to do', () => {
  const token = { refreshToken: { env: 'R' }, issuer: 'https://id.test', client };
  const missing = new DrawbridgeError('token_endpoint_unreachable', {
    detail: 'it is away\u001b',
    hint: 'Look whether it runs.',
  });
  const one = firstScreen({ upstream, token }, url, [{ ...first, missing }], NOW);
  expect(one.split('\n').slice(1, -2)).toEqual([
    'with an access token of https://id.test, renewed by a refresh token',
    expect.stringContaining('There is no token yet: it is away'),
    'Look whether it runs.',
    'Until there is one, calls are answered with 502. It is asked for again when a call comes.',
  ]);
  expect(one).not.toContain('\u001b');
  const tokens = [
    { upstream: 'https://one.test', routes: [] },
    { ...first, missing },
  ];
  expect(firstScreen({ upstream, token }, url, tokens, NOW)).toContain(
    'There is no token yet for https://up.test: it is away',
  );
});

test('says of each route that has its own how its token is come by, and until when that is good', () => {
  const section = {
    token: { clientCredentials: true as const, issuer: 'https://id.test', client },
    routes: [
      { path: '/own', upstream, token: { accessToken: { env: 'A' } } },
      { path: '/one', upstream },
      { path: '/two', upstream },
    ],
  };
  const tokens = [
    { ...first, expiresAt: NOW + 60 },
    { upstream, routes: [1, 2], expiresAt: NOW + 300 },
  ];
  expect(firstScreen(section, url, tokens, NOW).split('\n').slice(0, -2)).toEqual([
    `${url}/own goes on to ${upstream}`,
    'with the access token that was given, which nothing renews; it is good until 2026-01-01T00:01:00Z (in 60 seconds)',
    `${url}/one goes on to ${upstream}`,
    `${url}/two goes on to ${upstream}`,
    'with an access token of https://id.test for the client itself; the one at hand is good until 2026-01-01T00:05:00Z (in 5 minutes)',
  ]);
});

test.each([
  [{ accessToken: { env: 'A' } }, 'the access token that was given, which nothing renews'],
  [{ file: '/t' }, 'the access token in /t'],
  [{ login: 'dev' }, 'the ID token of the login dev'],
  [{ command: ['gcloud', 'planted'] }, 'the access token that gcloud prints'],
  [
    { clientCredentials: true as const, tokenEndpoint: 'https://id.test/t' },
    'an access token of https://id.test/t for the client itself',
  ],
  [
    { exchange: { subjectTokenFile: '/s' }, issuer: 'https://id.test' },
    'exchanged for the token in /s',
  ],
])('says how a token is come by: %j', (token, words) => {
  expect(describeTokens({ token })).toContain(words);
  expect(describeTokens({ token })).not.toContain('planted');
});

test('says in one line which upstreams a way to come by a token is for, where there are several', () => {
  const section = {
    token: { file: '/common' },
    routes: [
      { upstream: 'https://a.test', path: '/a', token: { command: ['az'] } },
      { upstream: 'https://b.test', path: '/b' },
      { upstream: 'https://c.test', path: '/c' },
    ],
  };
  expect(describeTokens(section)).toBe(
    'https://a.test: the access token that az prints; https://b.test, https://c.test: the access token in /common',
  );
});

test.each([
  [{}, url, 'curl http://127.0.0.1:8080/'],
  [{}, 'http://0.0.0.0:8080', 'curl http://localhost:8080/'],
  [
    { socket: '/run/i.sock' },
    'unix:/run/i.sock',
    'curl --unix-socket /run/i.sock http://localhost/',
  ],
  [{ secret: { env: 'S' } }, url, 'curl -H "Authorization: Bearer ${S}" http://127.0.0.1:8080/'],
  [
    { secret: { file: "/it's" } },
    url,
    `curl -H "Authorization: Bearer $(cat '/it'\\''s')" http://127.0.0.1:8080/`,
  ],
  [
    { routes: [{ upstream: 'https://up.test', path: '/a/', host: 'box.test' }] },
    url,
    "curl -H 'Host: box.test' http://127.0.0.1:8080/a/",
  ],
])('has a line that works for %j', (section, at, line) => {
  expect(curlLine(section, at)).toBe(line);
});
