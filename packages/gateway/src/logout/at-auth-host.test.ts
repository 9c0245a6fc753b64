import { DrawbridgeError } from '@drawbridge/core';
import { replyText } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import {
  APP,
  AUTH,
  browse,
  clearedBy,
  CROSS,
  fakeProvider,
  fieldOf,
  logoutOf,
  OWN,
  setUp,
} from './logout.fixture.ts';

const HOST = 'auth.test';
const END = 'https://issuer.test/end';

/** A person signs out at an app. @returns what the browser is led to */
async function leaveApp(logout: ReturnType<typeof logoutOf>, id: string): Promise<string> {
  const reply = await logout.fromApp(
    browse(APP, '/.drawbridge/logout', { id, headers: [OWN] }),
    APP,
  );
  return (fieldOf(reply, 'location') ?? '').slice(AUTH.length);
}

describe('nobody is signed out by', () => {
  it.each([
    ['a link on another site', 'GET', [CROSS]],
    ['a link that a browser says nothing of', 'GET', []],
    ['a form of another site', 'POST', [CROSS, ['origin', 'https://evil.test']]],
    ['a form of an app host', 'POST', [['sec-fetch-site', 'same-site']]],
    ['whoever only looks', 'HEAD', [OWN]],
  ] as const)('%s: there is a page with a button', async (_, method, headers) => {
    const { options, sessions } = await setUp();
    sessions.add('a');
    const reply = await logoutOf(options).atAuthHost(
      browse(HOST, '/logout', { id: 'a', method, headers }),
    );
    expect([reply.status, clearedBy(reply)]).toEqual([200, 0]);
    expect(replyText(reply)).toContain('alice@example.test');
    expect(sessions.live).toHaveLength(1);
  });

  it('a link with the request of somebody else', async () => {
    const { options, sessions } = await setUp();
    sessions.add('victim');
    sessions.add('mallory', { subject: 'mallory' });
    const logout = logoutOf(options);
    const target = await leaveApp(logout, 'mallory');
    const reply = await logout.atAuthHost(browse(HOST, target, { id: 'victim', headers: [CROSS] }));
    expect([reply.status, clearedBy(reply)]).toEqual([200, 0]);
    expect(replyText(reply)).toContain('Do you want to sign out?');
    expect(sessions.live.map(({ id }) => id)).toEqual(['victim']);
  });
});

it('oauth2-proxy CVE-2020-5233, Authelia GHSA-36f2: leads nowhere that an address asks for', async () => {
  const evil = ['https://evil.test', '//evil.test', '/\\evil.test', 'https:evil.test'];
  const names = ['url', 'rd', 'redirect', 'returnTo', 'next', 'post_logout_redirect_uri', 'state'];
  for (const to of evil) {
    const query = names.map((name) => `${name}=${encodeURIComponent(to)}`).join('&');
    const { options, sessions } = await setUp();
    sessions.add('a');
    sessions.add('b');
    const logout = logoutOf(options);
    const replies = [
      await logout.fromApp(
        browse(APP, `/.drawbridge/logout?${query}`, { id: 'a', headers: [OWN] }),
        APP,
      ),
      await logout.atAuthHost(browse(HOST, `/logout?${query}`, { id: 'b', headers: [OWN] })),
      await logout.atAuthHost(browse(HOST, `/logout?${query}`, { headers: [OWN] })),
      await logout.signedOut(browse(HOST, `/signed-out?${query}`, { headers: [CROSS] })),
    ];
    for (const reply of replies) expect(JSON.stringify(reply)).not.toContain('evil.test');
    expect(
      replies.slice(0, 3).map((reply) => new URL(fieldOf(reply, 'location') ?? '').host),
    ).toEqual(['auth.test', 'issuer.test', 'auth.test']);
  }
});

it('leads whoever is not signed in to the last page, and takes no cookies away for another site', async () => {
  const { options } = await setUp();
  const reply = await logoutOf(options).atAuthHost(browse(HOST, '/logout', { headers: [CROSS] }));
  expect([reply.status, fieldOf(reply, 'location'), clearedBy(reply)]).toEqual([
    303,
    `${AUTH}/signed-out`,
    0,
  ]);
});

it('reads no doubled request, and takes none twice', async () => {
  const { options, sessions } = await setUp();
  const logout = logoutOf(options);
  await expect(
    logout.atAuthHost(browse(HOST, '/logout?request=a&request=b')),
  ).rejects.toMatchObject({
    code: 'parameter_invalid',
  });
  sessions.add('a');
  const target = await leaveApp(logout, 'a');
  const call = () => browse(HOST, target, { headers: [CROSS] });
  expect(fieldOf(await logout.atAuthHost(call()), 'location')).toContain(END);
  expect(fieldOf(await logout.atAuthHost(call()), 'location')).toBe(`${AUTH}/signed-out`);
});

it.each(['toEnd', 'end'] as const)(
  'takes the cookies away where the store does not answer (%s), for its own page alone',
  async (name) => {
    const { options, sessions } = await setUp();
    sessions.add('a');
    sessions.down.add(name);
    const logout = logoutOf(options);
    const own = await logout.atAuthHost(browse(HOST, '/logout', { id: 'a', headers: [OWN] }));
    expect([own.status, clearedBy(own)]).toEqual([503, 2]);
    if (name === 'end') return;
    const other = await logout.atAuthHost(browse(HOST, '/logout', { id: 'a', headers: [CROSS] }));
    expect([other.status, clearedBy(other)]).toEqual([503, 0]);
    expect(replyText(other)).toContain('Your session could not be ended.');
  },
);

describe('the session has ended, and the last page is shown, where the provider', () => {
  const down = new DrawbridgeError('upstream_unreachable', { detail: 'no route' });
  it.each([
    ['is not there', { ...fakeProvider('main'), find: () => Promise.reject(down) }, 1],
    ['has no such endpoint', fakeProvider('main', { endSessionEndpoint: undefined }), 0],
    ['is not configured any more', fakeProvider('another'), 0],
  ])('%s', async (_, provider, warnings) => {
    const { options, sessions, log } = await setUp({ providers: [provider] });
    sessions.add('a');
    const reply = await logoutOf(options).atAuthHost(
      browse(HOST, '/logout', { id: 'a', headers: [OWN] }),
    );
    expect([reply.status, fieldOf(reply, 'location'), clearedBy(reply)]).toEqual([
      303,
      `${AUTH}/signed-out`,
      2,
    ]);
    expect(sessions.live).toEqual([]);
    expect(log.entries.filter(({ level }) => level === 'warn')).toHaveLength(warnings);
  });
});

it('signs a person out whose session nobody can renew, since the provider does not answer', async () => {
  const { options, sessions } = await setUp();
  sessions.add('a');
  sessions.down.add('open');
  const call = browse(HOST, '/logout', { id: 'a', headers: [OWN] });
  const reply = await logoutOf(options).atAuthHost(call);
  expect([reply.status, clearedBy(reply)]).toEqual([303, 2]);
  expect(sessions.live).toEqual([]);
});

describe('a person', () => {
  const HINTED = `${END}?client_id=app&id_token_hint=id-token-of-a&post_logout_redirect_uri=https%3A%2F%2Fauth.test%2Fsigned-out&state=`;

  it('who comes from an app is led to the provider and back, and told so once', async () => {
    const { options, sessions, log } = await setUp();
    sessions.add('a');
    const logout = logoutOf(options);
    const target = await leaveApp(logout, 'a');
    const reply = await logout.atAuthHost(browse(HOST, target, { id: 'a', headers: [CROSS] }));
    expect([reply.status, clearedBy(reply)]).toEqual([303, 2]);
    const location = fieldOf(reply, 'location') ?? '';
    expect(location.startsWith(HINTED)).toBe(true);
    const state = location.slice(HINTED.length);
    const back = () =>
      logout.signedOut(browse(HOST, `/signed-out?state=${state}`, { headers: [CROSS] }));
    expect(replyText(await back())).toContain('and of your provider');
    expect(replyText(await back())).toContain('may still know you');
    expect(log.text()).not.toContain('id-token-of-a');
    expect(log.text()).not.toContain(state);
  });

  it('whose ID token is in the cookie of the auth host is told by it, and by that of no other session', async () => {
    for (const [cookie, hint] of [
      ['a', 'id-token-of-a'],
      ['gone', null],
      [undefined, null],
    ] as const) {
      const { options, sessions } = await setUp();
      sessions.inCookies = true;
      sessions.add('a');
      const logout = logoutOf(options);
      const target = await leaveApp(logout, 'a');
      const reply = await logout.atAuthHost(browse(HOST, target, { id: cookie, headers: [CROSS] }));
      const query = new URL(fieldOf(reply, 'location') ?? '').searchParams;
      expect([query.get('client_id'), query.get('id_token_hint')]).toEqual(['app', hint]);
    }
  });

  it('who comes by themselves is signed out too', async () => {
    const { options, sessions } = await setUp();
    sessions.add('a');
    const call = browse(HOST, '/logout', { id: 'a', headers: [['sec-fetch-site', 'none']] });
    expect(fieldOf(await logoutOf(options).atAuthHost(call), 'location')).toContain(HINTED);
    expect(sessions.live).toEqual([]);
  });

  it('who comes by the button is led on by a page', async () => {
    const { options, sessions } = await setUp();
    sessions.add('a');
    const call = browse(HOST, '/logout', { id: 'a', method: 'POST', headers: [OWN] });
    const reply = await logoutOf(options).atAuthHost(call);
    expect([reply.status, clearedBy(reply), fieldOf(reply, 'cache-control')]).toEqual([
      200,
      2,
      'no-store',
    ]);
    expect(fieldOf(reply, 'refresh')?.startsWith(`0;url=${HINTED}`)).toBe(true);
  });
});

describe('the last page', () => {
  it('does not say that somebody is signed out who is not: it leads to the page that says as whom', async () => {
    const { options, sessions } = await setUp();
    sessions.add('a');
    const logout = logoutOf(options);
    const show = (id?: string) => logout.signedOut(browse(HOST, '/signed-out', { id }));
    const reply = await show('a');
    expect([reply.status, fieldOf(reply, 'location')]).toEqual([303, `${AUTH}/`]);
    expect((await show('gone')).status).toBe(200);
    expect((await show()).status).toBe(200);
    sessions.down.add('open');
    expect((await show('a')).status).toBe(200);
  });

  it('reads no doubled state', async () => {
    const { options } = await setUp();
    await expect(
      logoutOf(options).signedOut(browse(HOST, '/signed-out?state=a&state=b')),
    ).rejects.toMatchObject({ code: 'parameter_invalid' });
  });

  it('takes no request of an app for the state of a provider, and shows itself without a store', async () => {
    const { options, sessions } = await setUp();
    sessions.add('a');
    const logout = logoutOf(options);
    const request = (await leaveApp(logout, 'a')).replace('/logout?request=', '');
    const show = (state: string, by = logout) =>
      by.signedOut(browse(HOST, `/signed-out?state=${state}`));
    expect(replyText(await show(request))).toContain('may still know you');
    const down = logoutOf({
      ...options,
      store: {
        ...options.store,
        get: () => Promise.reject(new DrawbridgeError('store_unavailable')),
      },
    });
    const reply = await show(request, down);
    expect(reply.status).toBe(200);
    expect(replyText(reply)).toContain('may still know you');
  });
});
