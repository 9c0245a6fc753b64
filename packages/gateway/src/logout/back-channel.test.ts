import { DrawbridgeError, type Store } from '@drawbridge/core';
import { replyJson, testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { EVENT, fakeProvider, fieldOf, logoutOf, setUp } from './logout.fixture.ts';

const FORM = ['content-type', 'application/x-www-form-urlencoded'] as const;

/** A provider, its logout tokens, and the gateway that it tells of them. */
async function start(given: Parameters<typeof setUp>[0] = {}) {
  const all = await setUp(given);
  const logout = logoutOf(all.options);
  let count = 0;
  const tokenOf = (claims: Readonly<Record<string, unknown>> = {}) =>
    all.issuer.issue(
      { sub: undefined, sid: 's', jti: `j${count++}`, events: { [EVENT]: {} }, ...claims },
      { header: { typ: 'logout+jwt' } },
    );
  const post = (body: string, headers: readonly (readonly [string, string])[] = [FORM]) =>
    logout.backChannel(testCall({ method: 'POST', target: '/backchannel-logout', headers, body }));
  const send = (token: string) => post(new URLSearchParams({ logout_token: token }).toString());
  return { ...all, tokenOf, post, send };
}

const broken = (name: keyof Store) => (store: Store) => ({
  ...store,
  [name]: () => Promise.reject(new DrawbridgeError('store_unavailable')),
});

describe('nothing is ended, and 400 is answered, for', () => {
  it.each([
    ['no form', '{}', [['content-type', 'application/json']], 'media_type_unsupported'],
    ['no parameter', 'a=b', [FORM], 'parameter_missing'],
    ['an empty parameter', 'logout_token=', [FORM], 'parameter_missing'],
    ['what is no token', 'logout_token=abc', [FORM], 'token_malformed'],
    ['two tokens', 'logout_token=a&logout_token=b', [FORM], 'parameter_invalid'],
    ['no body', '', [FORM], 'body_missing'],
  ] as const)('%s', async (_, body, headers, code) => {
    const { post } = await start();
    const reply = await post(body, headers);
    expect([reply.status, replyJson(reply)]).toEqual([
      400,
      expect.objectContaining({ error: 'invalid_request', code }),
    ]);
    expect([fieldOf(reply, 'content-type'), fieldOf(reply, 'cache-control')]).toEqual([
      'application/json',
      'no-store',
    ]);
  });

  it('a good token, and another that is not, in one form', async () => {
    const { post, tokenOf, sessions } = await start();
    sessions.add('a', { sid: 's' });
    const token = await tokenOf();
    for (const [first, second] of [
      ['x', token],
      [token, 'x'],
      [token, token],
    ]) {
      const reply = await post(`logout_token=${first}&logout_token=${second}`);
      expect(reply.status).toBe(400);
      expect(sessions.live).toHaveLength(1);
    }
  });

  it.each([
    ['an ID token', { events: undefined, sub: 'alice' }, 'claim_missing'],
    ['one with a nonce', { nonce: 'n' }, 'claim_invalid'],
    ['one for another client', { aud: 'other' }, 'audience_mismatch'],
    ['one of an issuer that nobody configured', { iss: 'https://evil.test' }, 'issuer_unknown'],
    ['one without an issuer', { iss: undefined }, 'issuer_unknown'],
  ])('%s', async (_, claims, code) => {
    const { send, tokenOf, sessions, log } = await start();
    sessions.add('a', { sid: 's' });
    const token = await tokenOf(claims);
    const reply = await send(token);
    expect([reply.status, replyJson(reply)]).toEqual([400, expect.objectContaining({ code })]);
    expect(sessions.live).toHaveLength(1);
    expect(log.entries.map(({ event }) => event)).toEqual(['back-channel logout refused']);
    expect(log.text()).not.toContain(token.split('.')[1]);
  });

  it('one that was sent before: nobody is signed out by it again (replay)', async () => {
    const { send, tokenOf, sessions } = await start();
    const token = await tokenOf();
    expect((await send(token)).status).toBe(200);
    sessions.add('later', { sid: 's' });
    const reply = await send(token);
    expect([reply.status, replyJson(reply)]).toEqual([
      400,
      expect.objectContaining({ code: 'token_used' }),
    ]);
    expect(sessions.live).toHaveLength(1);
  });

  it('one whose jti cannot be looked up', async () => {
    const { send, tokenOf, sessions } = await start({ store: broken('get') });
    sessions.add('a', { sid: 's' });
    const reply = await send(await tokenOf());
    expect([reply.status, replyJson(reply)]).toEqual([
      400,
      expect.objectContaining({ error: 'temporarily_unavailable', code: 'store_unavailable' }),
    ]);
    expect(sessions.live).toHaveLength(1);
  });
});

it('takes none for done whose jti could not be noted, or whose session could not be ended: it may come again', async () => {
  const unnoted = await start({ store: broken('put') });
  unnoted.sessions.add('a', { sid: 's' });
  expect((await unnoted.send(await unnoted.tokenOf())).status).toBe(400);

  const { send, tokenOf, sessions } = await start();
  sessions.add('a', { sid: 's' });
  sessions.down.add('endSid');
  const token = await tokenOf();
  expect((await send(token)).status).toBe(400);
  sessions.down.clear();
  expect((await send(token)).status).toBe(200);
  expect(sessions.live).toEqual([]);
});

it('tells of a bug at the level of errors, and where it is', async () => {
  const { send, tokenOf, sessions, log } = await start();
  sessions.endSid = () => Promise.reject(new RangeError('index'));
  expect((await send(await tokenOf())).status).toBe(400);
  expect(log.entries).toMatchObject([
    {
      level: 'error',
      event: 'back-channel logout refused',
      fields: { code: 'internal', stack: expect.stringContaining('back-channel.test.ts') },
    },
  ]);
});

it('takes one of two alike that come at once', async () => {
  const { send, tokenOf } = await start();
  const token = await tokenOf();
  const replies = await Promise.all([send(token), send(token), send(token)]);
  expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400, 400]);
});

it('ends the session that is named, also where the person is too, and no other', async () => {
  const { send, tokenOf, sessions } = await start();
  const { user } = sessions.add('a', { sid: 's' });
  sessions.add('b', { sid: 't' });
  sessions.add('c', {
    sid: 's',
    user: { ...user, issuer: 'https://other.test' },
  });
  const reply = await send(await tokenOf({ sub: 'alice' }));
  expect([reply.status, reply.body, fieldOf(reply, 'cache-control')]).toEqual([
    200,
    null,
    'no-store',
  ]);
  expect(sessions.live.map(({ id }) => id)).toEqual(['b', 'c']);
});

it('ends all of a person where no session is named', async () => {
  const { send, tokenOf, sessions, log } = await start();
  sessions.add('a', { sid: 's' });
  sessions.add('b');
  sessions.add('c', { subject: 'bob' });
  expect((await send(await tokenOf({ sub: 'alice', sid: undefined }))).status).toBe(200);
  expect(sessions.live.map(({ id }) => id)).toEqual(['c']);
  expect(log.entries).toEqual([
    {
      level: 'info',
      event: 'sessions ended',
      fields: { by: 'back-channel', issuer: 'https://issuer.test', of: 'person' },
    },
  ]);
});

describe('with several providers', () => {
  const down = {
    ...fakeProvider('down'),
    find: () => Promise.reject(new DrawbridgeError('upstream_unreachable')),
  };

  it('a token is judged by those of its issuer, for either of two clients there', async () => {
    const others = ['https://other.test', 'https://more.test'].map((issuer) =>
      fakeProvider(issuer, { issuer }),
    );
    const clients = ['first', 'app'].map((clientId) => fakeProvider(clientId, { clientId }));
    const { send, tokenOf } = await start({ providers: [...others, ...clients, down] });
    expect((await send(await tokenOf())).status).toBe(200);
    expect((await send(await tokenOf({ aud: 'first' }))).status).toBe(200);
    expect((await send(await tokenOf({ aud: 'third' }))).status).toBe(400);
  });

  it('one that cannot be found is no reason to call an issuer unknown', async () => {
    const { send, tokenOf } = await start({ providers: [down] });
    expect(replyJson(await send(await tokenOf()))).toMatchObject({ code: 'upstream_unreachable' });
  });
});
