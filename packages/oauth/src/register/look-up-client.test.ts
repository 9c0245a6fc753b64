import { expect, it } from 'vitest';
import { json } from '../endpoint.fixture.ts';
import { type ClientLookUp, lookUpClient } from './look-up-client.ts';

const management = { url: 'https://id.test/register/mine', accessToken: 'token-of-it' };
const MINE = { client_id: 'mine' };
const client = { clientId: 'mine', management };

const lookUp = (answer: () => Response | Promise<Response>) =>
  lookUpClient(client, { fetch: async () => answer() });

it.each([401, 403, 404])('takes the status %i for a client that is gone', async (status) => {
  expect(await lookUp(() => json({ error: 'invalid_token' }, status))).toEqual({ kind: 'unknown' });
});

it.each<[string, () => Response]>([
  ['a fault of the server', () => json({}, 500)],
  ['a request to wait', () => json({}, 429)],
  ['a page', () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
  ['a page that it leads to', () => new Response(null, { status: 302 })],
  ['an answer about nobody', () => json({ error: 'invalid_token' })],
  [
    'an answer about another client',
    () => json({ client_id: 'other', registration_access_token: 'of-another' }),
  ],
  ['an answer about no name', () => json({ client_id: ['mine'] })],
  ['a list', () => json([MINE])],
  [
    'no answer',
    () => {
      throw new Error('no network');
    },
  ],
])('learns nothing of %s', async (_, answer) => {
  expect(await lookUp(answer)).toEqual({ kind: 'untold' });
});

it('does not wait long', async () => {
  const fetch: ClientLookUp['fetch'] = (_, { signal }) =>
    new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error)),
    );
  expect(await lookUpClient(client, { fetch, timeout: 1 })).toEqual({ kind: 'untold' });
});

it('asks with the token, and hands on the one that takes its place', async () => {
  const asked: unknown[] = [];
  const known = await lookUpClient(client, {
    async fetch(url, { method, headers }) {
      asked.push([method, url, headers['authorization']]);
      return json({ ...MINE, registration_access_token: 'next-token' });
    },
  });
  expect(asked).toEqual([['GET', management.url, 'Bearer token-of-it']]);
  expect(known).toEqual({
    kind: 'known',
    management: { url: management.url, accessToken: 'next-token' },
  });
});

it.each([
  ['none', undefined],
  ['one that would be another header', 'a\r\nb'],
  ['one that is no text', 5],
])('keeps the token where the answer has %s', async (_, registration_access_token) => {
  expect(await lookUp(() => json({ ...MINE, registration_access_token }))).toEqual({
    kind: 'known',
    management,
  });
});
