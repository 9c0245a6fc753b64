import { createDefaultEngine, type HeaderField, headerValues } from '@drawbridge/core';
import { replyText, testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { cookieNames } from '../../cookies/cookie-names.ts';
import { createAuthOrigin } from '../../hosts/auth-origin.ts';
import type { LogoutContext } from '../../logout/logout-context.ts';
import { createBrowserSessions } from '../../session/browser-sessions.ts';
import { handleOf } from '../../session/session-id.ts';
import { APP, AUTH, createWorld } from '../../session/sessions.fixture.ts';
import { createSessionPage, type SessionPageOptions } from './create-session-page.ts';

const OPENS: readonly HeaderField[] = [
  ['sec-fetch-mode', 'navigate'],
  ['sec-fetch-dest', 'document'],
];
const NAME = '__Host-drawbridge';
const KINDS = [['store'], ['cookie']] as const;

/** Somebody who is signed in, and the page. */
async function setUp(keep: 'store' | 'cookie', more: Partial<SessionPageOptions> = {}) {
  const world = await createWorld();
  world.clock.advance(0.25);
  const { clock, sealer, provider } = world;
  const sessions =
    keep === 'store' ? world.inStore({ refresh: () => provider }) : world.inCookies();
  const nested = await world.issuer.issue({ sub: 'nested' });
  const given = await world.signedIn({
    claims: { role: 'staff', sid: 'PLANTED-sid', upstream_token: 'PLANTED-claim', nested },
    grant: { refreshToken: 'PLANTED-refresh' } as never,
    sid: 'PLANTED-sid',
  });
  const session = await sessions.begin({
    ...given,
    user: {
      ...given.user,
      claims: {
        ...given.user.claims,
        upstream_token: 'PLANTED-claim',
        sid: 'PLANTED-sid',
        profile: { team: 'staff', refresh_token: 'PLANTED-in-object' },
        keys: ['one', { api_key: 'PLANTED-in-list' }],
      },
    },
    tokens: { ...given.tokens, refreshToken: 'PLANTED-refresh' },
  });
  const auth = createAuthOrigin(`https://${AUTH}`);
  const names = cookieNames('https');
  const browsers = createBrowserSessions({ sessions, names, clock });
  const context = { auth, sealer, browsers, sessions, clock } as unknown as LogoutContext;
  const page = createSessionPage(context, {
    fields: [
      { name: 'X-Person', value: 'subject' },
      { name: 'X-Mail', value: 'email' },
      { name: 'X-Up', value: { claim: 'upstream_token' } },
      { name: 'X-Sid', value: { claim: 'sid' } },
      { name: 'X-Profile', value: { claim: 'profile' } },
      { name: 'X-Keys', value: { claim: 'keys' } },
    ],
    hasIdentityToken: true,
    ...more,
  });
  const cookie = await sessions.cookieFor(session, AUTH);
  const call = (value?: string, headers = OPENS) =>
    testCall({
      target: '/inspect',
      headers: [
        ['host', AUTH],
        ...(value === undefined ? [] : [['cookie', `theme=dark; ${NAME}=${value}`] as const]),
        ...headers,
      ],
    });
  const textOf = async (value?: string) =>
    replyText(await page.show(call(value))).replaceAll('<wbr>', '');
  return { ...world, sessions, session, tokens: given.tokens, nested, page, cookie, call, textOf };
}

describe.each(KINDS)('of a session in the %s nothing is shown', (keep) => {
  it('that opens anything: no token, no cookie, and no name of a session', async () => {
    const { textOf, cookie, tokens, session, nested, page, call } = await setUp(keep);
    const html = await textOf(cookie);
    expect(html).toContain('The session');
    expect(html).toMatch(/<strong><bdi>\S+, good until \d{4}-\d\d-\d\d \d\d:\d\d UTC \(in /);
    const [header = '', claims = '', signature = ''] = (tokens.idToken ?? '').split('.');
    const handle = await handleOf(createDefaultEngine(), session.id);
    for (const secret of [
      cookie,
      session.id,
      handle,
      tokens.accessToken ?? '',
      tokens.idToken ?? '',
      header,
      claims,
      signature,
      nested,
      'PLANTED',
    ]) {
      expect(secret).not.toBe('');
      expect(html).not.toContain(secret);
    }
    // And there is no button that would.
    expect(html).not.toMatch(/<button|<form/);
    const own = call(cookie, [
      ['sec-fetch-site', 'same-origin'],
      ['content-type', 'application/x-www-form-urlencoded'],
      ...OPENS,
    ]);
    const body = (async function* () {
      yield new TextEncoder().encode('form=x');
    })();
    const reply = await page.reveal({ ...own, method: 'POST', body });
    expect(reply.status).toBe(400);
  });

  it('to a script, to a frame, and to who asks without the cookie', async () => {
    const { page, call, cookie, textOf } = await setUp(keep);
    for (const [mode, dest] of [
      ['cors', 'empty'],
      ['same-origin', 'empty'],
      ['no-cors', 'script'],
      ['navigate', 'iframe'],
    ] as const) {
      const reply = await page.show(
        call(cookie, [
          ['sec-fetch-mode', mode],
          ['sec-fetch-dest', dest],
        ]),
      );
      expect([reply.status, replyText(reply).includes('alice')]).toEqual([400, false]);
    }
    expect(await textOf()).toContain('https://auth.example/.drawbridge/login?url=%2Finspect');
  });

  it('that has ended, is over, or is of the cookie of another host', async () => {
    const { sessions, session, cookie, textOf, clock } = await setUp(keep);
    expect(await textOf(await sessions.cookieFor(session, APP))).not.toContain('alice');
    await sessions.end(session);
    const ended = await textOf(cookie);
    expect(ended).toContain('There is no session to look into');
    expect(ended).not.toContain('alice');
    const other = await setUp(keep);
    other.clock.advance(100 * 3600);
    expect(await other.textOf(other.cookie)).not.toContain('alice');
    expect(clock.seconds()).toBeLessThan(other.clock.seconds());
  });
});

describe.each(KINDS)('of a session in the %s its person sees', (keep) => {
  it('the cookie, who it is, when it ends, the claims of the ID token, and what apps are told', async () => {
    const { textOf, cookie, session } = await setUp(keep);
    const html = await textOf(cookie);
    expect(html).toContain(String(Math.floor(session.createdAt)));
    expect(html).not.toContain(String(session.createdAt));
    const titles = [...html.matchAll(/<h2><bdi>([^<]*)<\/bdi>/g)].map(([, title]) => title);
    expect(titles).toEqual([
      `The cookie ${NAME}`,
      'Sealed by Drawbridge',
      'The session',
      'Who you are here',
      'The ID token',
      ...(keep === 'store' ? ['The tokens that renew it'] : []),
      'What apps are told',
      'What apps are told by X-Drawbridge-Identity',
    ]);
    expect(html).toContain('<span class="state verified">verified</span>');
    for (const clock of ['in 10 h', 'in 1 h', 'in 5 min']) {
      expect(html).toMatch(new RegExp(`data-until="\\d+">${clock}<`));
    }
    expect(html).toMatch(/X-Person<\/bdi><\/code><\/dt><dd><bdi class="value">alice</);
    expect(html).toMatch(/X-Mail<\/bdi><\/code><\/dt><dd><bdi class="value">\(empty\)</);
    expect(html).toContain('main:alice');
    expect(html).toMatch(/sid<\/bdi><\/code><\/dt><dd><bdi class="value">••••/);
  });

  it('alone: it is kept by no cache, is in no frame, and no other origin is let in', async () => {
    const { page, call, cookie } = await setUp(keep);
    const reply = await page.show(call(cookie));
    const field = (name: string) => headerValues(reply, name).join();
    expect(field('cache-control')).toBe('no-store');
    expect(field('content-security-policy')).toContain("default-src 'none'");
    expect(field('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(field('cross-origin-opener-policy')).toBe('same-origin');
    expect(field('cross-origin-resource-policy')).toBe('same-origin');
    expect(reply.headers.some(([name]) => name.startsWith('access-control-'))).toBe(false);
  });

  it('no signed field where apps are told none', async () => {
    const { textOf, cookie } = await setUp(keep, { hasIdentityToken: false });
    expect(await textOf(cookie)).not.toContain('X-Drawbridge-Identity');
  });
});

it('fails where the store does, and shows nothing', async () => {
  const { page, call, cookie, store } = await setUp('store');
  store.fault = new Error('down');
  await expect(page.show(call(cookie))).rejects.toThrow('down');
});
