import type { Call, CallHead, Passage, Reply } from '@drawbridge/core';
import { expect, it, vi } from 'vitest';
import { forwardAuth } from './forward-auth.ts';

const APP = 'app.localhost:8083';
const AUTH = 'localhost:8083';

const allowed: Reply = {
  status: 200,
  headers: [
    ['Remote-User', 'ada'],
    ['cache-control', 'no-store'],
  ],
  body: null,
};

function proxyOf(answer: Reply) {
  const ask = vi.fn<(question: Call) => Promise<Reply>>(async () => answer);
  const { admit } = forwardAuth({
    authHost: AUTH,
    appHosts: new Set([APP]),
    gateway: 'http://127.0.0.1:1',
    app: 'http://127.0.0.1:2',
    ask,
    identityFields: new Set(['remote-user']),
  });
  return { ask, admit };
}

function head(
  host: string,
  target: string,
  ...more: readonly (readonly [string, string])[]
): CallHead {
  return {
    method: 'GET',
    target,
    headers: [['Host', host], ...more],
    peer: { address: '127.0.0.9' },
    signal: new AbortController().signal,
    upgrade: false,
  };
}

it('asks with its own fields, and never with those that a client sent', async () => {
  const { ask, admit } = proxyOf(allowed);
  await admit(head(APP, '/a?b', ['X-Forwarded-Uri', '/status'], ['X-Forwarded-For', '192.0.2.1']));
  const [question] = ask.mock.calls[0] ?? [];
  const told = question?.headers.filter(([name]) => name.toLowerCase().startsWith('x-forwarded-'));
  expect(Object.fromEntries(told ?? [])).toEqual({
    'x-forwarded-for': '127.0.0.9',
    'x-forwarded-proto': 'http',
    'x-forwarded-host': APP,
    'x-forwarded-method': 'GET',
    'x-forwarded-uri': '/a?b',
  });
  expect(told).toHaveLength(5);
});

it('tells the app who it is by the word of the gateway alone', async () => {
  const { admit } = proxyOf(allowed);
  const passage = (await admit(head(APP, '/', ['remote-USER', 'root']))) as Passage;
  expect(passage.origin).toBe('http://127.0.0.1:2');
  expect(passage.headers).toEqual([
    ['Host', APP],
    ['Remote-User', 'ada'],
  ]);
});

it('hands to the browser what may not go on', async () => {
  const refused = { status: 403, headers: [], body: 'no' };
  const { admit } = proxyOf(refused);
  expect(await admit(head(APP, '/'))).toBe(refused);
});

it.each([
  [AUTH, '/login?request=x'],
  [AUTH, '/'],
  [APP, '/.drawbridge/callback?code=x'],
])('has the gateway itself answer http://%s%s', async (host, target) => {
  const { ask, admit } = proxyOf(allowed);
  const passage = (await admit(head(host, target))) as Passage;
  expect([passage.origin, passage.target]).toEqual(['http://127.0.0.1:1', target]);
  expect(ask).not.toHaveBeenCalled();
});

it.each([
  ['questions from outside', head(AUTH, '/authz/traefik')],
  ['another host', head('evil.test', '/')],
  ['two hosts', head(APP, '/', ['host', AUTH])],
])('has nothing for %s', async (_, asked) => {
  const { ask, admit } = proxyOf(allowed);
  expect(await admit(asked)).toMatchObject({ status: 404 });
  expect(ask).not.toHaveBeenCalled();
});
