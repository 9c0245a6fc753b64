import { replyText } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { APP, browse, clearedBy, CROSS, fieldOf, logoutOf, OWN, setUp } from './logout.fixture.ts';

const PATH = '/.drawbridge/logout';

/** How a browser says what it asks for. */
const ofKind = (mode: string, dest: string) =>
  [
    ['sec-fetch-mode', mode],
    ['sec-fetch-dest', dest],
  ] as const;

describe('nobody is signed out by', () => {
  it.each([
    ['a link on another site', 'GET', [CROSS]],
    ['a link on a sibling', 'GET', [['sec-fetch-site', 'same-site']]],
    ['a link that a browser says nothing of', 'GET', []],
    ['a picture in the app itself', 'GET', [OWN, ...ofKind('no-cors', 'image')]],
    ['a frame in the app itself', 'GET', [OWN, ...ofKind('navigate', 'iframe')]],
    ['a form of another site', 'POST', [CROSS, ['origin', 'https://evil.test']]],
    ['a form of another site, in an old browser', 'POST', [['origin', 'https://evil.test']]],
    ['a form of a page without an origin', 'POST', [['origin', 'null']]],
    ['whoever only looks', 'HEAD', [OWN]],
  ] as const)('%s: there is a page with a button', async (_, method, headers) => {
    const { options, sessions } = await setUp();
    sessions.add('a');
    const reply = await logoutOf(options).fromApp(
      browse(APP, PATH, { id: 'a', method, headers }),
      APP,
    );
    expect([reply.status, fieldOf(reply, 'location'), clearedBy(reply)]).toEqual([
      200,
      undefined,
      0,
    ]);
    expect(replyText(reply)).toContain('<form method="post"><button>');
    expect(fieldOf(reply, 'content-security-policy')).toContain("frame-ancestors 'none'");
    expect(sessions.live).toHaveLength(1);
  });

  it('a browser that has a page ready before its person asks for it', async () => {
    const { options, sessions } = await setUp();
    sessions.add('a');
    const logout = logoutOf(options);
    const headers = [OWN, ['sec-purpose', 'prefetch;prerender']] as const;
    for (const reply of [
      await logout.fromApp(browse(APP, PATH, { id: 'a', headers }), APP),
      await logout.atAuthHost(browse('auth.test', '/logout', { id: 'a', headers })),
    ]) {
      // With a page that is a success it would be shown that one.
      expect([reply.status, fieldOf(reply, 'location'), clearedBy(reply)]).toEqual([
        503,
        undefined,
        0,
      ]);
    }
    expect(sessions.live).toHaveLength(1);
  });

  it('a cookie of another host', async () => {
    const { options, sessions } = await setUp();
    sessions.add('a');
    const call = browse('other.test', PATH, { id: 'a', headers: [OWN] });
    const reply = await logoutOf(options).fromApp(call, APP);
    expect(fieldOf(reply, 'location')).toBe('https://auth.test/logout');
    expect(sessions.live).toHaveLength(1);
  });
});

it.each(['toEnd', 'end'] as const)(
  'takes the cookies away where the store does not answer (%s), and says that the session lives',
  async (name) => {
    const { options, sessions, log } = await setUp();
    sessions.add('a');
    sessions.down.add(name);
    const reply = await logoutOf(options).fromApp(
      browse(APP, PATH, { id: 'a', headers: [OWN] }),
      APP,
    );
    expect([reply.status, fieldOf(reply, 'location'), clearedBy(reply)]).toEqual([
      503,
      undefined,
      2,
    ]);
    expect(fieldOf(reply, 'retry-after')).toBe('5');
    expect(replyText(reply)).toContain('not signed out everywhere');
    expect(replyText(reply)).toContain('https://auth.test/logout');
    expect(log.entries.map(({ level, event }) => [level, event])).toEqual([
      ['warn', 'session not ended'],
    ]);
  },
);

it('signs a person out whose session nobody can renew, since the provider does not answer', async () => {
  const { options, sessions } = await setUp();
  sessions.add('a');
  sessions.down.add('open');
  const call = browse(APP, PATH, { id: 'a', headers: [OWN] });
  const reply = await logoutOf(options).fromApp(call, APP);
  expect([reply.status, clearedBy(reply)]).toEqual([303, 2]);
  expect(sessions.live).toEqual([]);
});

describe('a person', () => {
  it('who signs out is signed out everywhere, and sent on with a name that tells nothing', async () => {
    const { options, sessions, log } = await setUp();
    const session = sessions.add('secret-id');
    const call = browse(APP, PATH, { id: 'secret-id', headers: [OWN] });
    const reply = await logoutOf(options).fromApp(call, APP);
    expect([reply.status, clearedBy(reply)]).toEqual([303, 2]);
    const location = fieldOf(reply, 'location') ?? '';
    expect(location).toMatch(/^https:\/\/auth\.test\/logout\?request=[\w-]{43}$/);
    // Lesson 5: the old cookie opens nothing any more, on no host.
    for (const host of [APP, 'auth.test']) {
      expect(await sessions.open(await sessions.cookieFor(session, host), host)).toBeUndefined();
    }
    expect(`${location}${log.text()}`).not.toContain('secret-id');
  });

  it('who follows a link of the app is signed out', async () => {
    const { options, sessions } = await setUp();
    sessions.add('a');
    const headers = [OWN, ...ofKind('navigate', 'document')];
    await logoutOf(options).fromApp(browse(APP, PATH, { id: 'a', headers }), APP);
    expect(sessions.live).toEqual([]);
  });

  it('who comes by the button is led on by a page, since the answer to a form leads nowhere', async () => {
    const { options, sessions } = await setUp();
    sessions.add('a');
    const call = browse(APP, PATH, { id: 'a', method: 'POST', headers: [OWN, ['origin', 'null']] });
    const reply = await logoutOf(options).fromApp(call, APP);
    expect([reply.status, clearedBy(reply)]).toEqual([200, 2]);
    const to = /^0;url=(https:\/\/auth\.test\/logout\?request=[\w-]{43})$/.exec(
      fieldOf(reply, 'refresh') ?? '',
    )?.[1];
    expect(replyText(reply)).toContain(`<a href="${to}">`);
    expect(sessions.live).toEqual([]);
  });

  it('whose browser has two sessions, one of which was planted, loses both', async () => {
    const { options, sessions } = await setUp();
    sessions.add('a');
    sessions.add('b', { subject: 'mallory' });
    const { headers, ...call } = browse(APP, PATH, { id: 'a', headers: [OWN] });
    const both = [
      ...headers,
      ['cookie', `__Host-drawbridge=b@${APP}; __Host-drawbridge=none@${APP}`] as const,
    ];
    await logoutOf(options).fromApp({ ...call, headers: both }, APP);
    expect(sessions.live).toEqual([]);
  });
});
