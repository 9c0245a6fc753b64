import { DrawbridgeError, type HeaderField, type Store } from '@drawbridge/core';
import { replyText } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createVouchBrowser } from '../test-tab.fixture.ts';
import {
  APP,
  APP_HOST,
  cookieField,
  fieldNamed,
  fieldsNamed,
  PLANTED,
  setUpVouch,
  vouchSettings,
} from '../vouch.fixture.ts';

const BYE = 'https://app.example.com/bye?x=1';
const CROSS: HeaderField = ['sec-fetch-site', 'cross-site'];

async function setUp(...parts: Parameters<typeof setUpVouch>) {
  const vouch = setUpVouch(...parts);
  const browser = createVouchBrowser(vouch.gateway, vouch.provider);
  await browser.comeBack(await browser.begin(APP));
  const [had = ''] = browser.cookies(APP_HOST, '/');
  const copy = cookieField(had.slice('VouchCookie='.length));
  const isSignedIn = async () => (await vouch.validate([copy])).status === 200;
  return { ...vouch, browser, had, isSignedIn };
}

describe('/logout', () => {
  it('takes the cookie away, and a copy of it is dead', async () => {
    const { browser, isSignedIn, clock } = await setUp();
    expect(await isSignedIn()).toBe(true);
    const reply = await browser.ask('/logout');
    expect(reply.status).toBe(200);
    expect(replyText(reply)).toContain('<h1>You have been logged out</h1>');
    expect(browser.cookies(APP_HOST, '/')).toEqual([]);
    expect(await isSignedIn()).toBe(false);
    clock.advance(240 * 60 - 1);
    expect(await isSignedIn()).toBe(false);
  });

  it('lets whoever signs in again be signed in', async () => {
    const { browser, isSignedIn } = await setUp();
    // Within the same second, time and again: what was ended stays so.
    for (let time = 0; time < 3; time++) {
      await browser.ask('/logout');
      await browser.comeBack(await browser.begin(APP));
      expect((await browser.ask('/validate', { host: APP_HOST })).status).toBe(200);
      expect(await isSignedIn()).toBe(false);
    }
  });

  it.each([
    [[CROSS]],
    [[CROSS, ['sec-fetch-site', 'same-origin']]],
    [[['sec-fetch-site', 'same-origin'], CROSS]],
    [[['sec-fetch-site', 'same-origin, cross-site']]],
    [[['sec-fetch-site', 'CROSS-SITE']]],
  ] as HeaderField[][][])('of another site is a question first: %j', async (fields) => {
    const { browser, had, isSignedIn } = await setUp();
    for (const method of ['GET', 'POST']) {
      const reply = await browser.ask('/logout?url=https://evil.test/', { method, fields });
      expect(reply.status).toBe(200);
      expect(replyText(reply)).toContain('<form method="post"><button>Sign out</button></form>');
      expect(fieldNamed(reply, 'content-security-policy')).toContain("form-action 'self'");
      expect(fieldsNamed(reply, 'set-cookie')).toEqual([]);
    }
    expect(browser.cookies(APP_HOST, '/')).toEqual([had]);
    expect(await isSignedIn()).toBe(true);
    const fromPage: HeaderField[] = [['sec-fetch-site', 'same-origin']];
    await browser.ask('/logout', { method: 'POST', fields: fromPage });
    expect(await isSignedIn()).toBe(false);
  });

  it.each(['same-site', 'same-origin', 'none'])('of %s is done at once', async (site) => {
    const { browser, isSignedIn } = await setUp();
    await browser.ask('/logout', { fields: [['sec-fetch-site', site]] });
    expect(await isSignedIn()).toBe(false);
  });

  it('is not done for HEAD, nor ahead of the person', async () => {
    const { browser, isSignedIn } = await setUp();
    expect((await browser.ask('/logout', { method: 'HEAD' })).body).toBeNull();
    expect((await browser.ask('/logout', { fields: [['sec-purpose', 'prefetch']] })).status).toBe(
      503,
    );
    expect(await isSignedIn()).toBe(true);
  });

  it('leads to a listed address, to the letter', async () => {
    const { browser } = await setUp();
    const reply = await browser.ask(`/logout?url=${encodeURIComponent(BYE)}`);
    expect(reply.status).toBe(302);
    expect(fieldNamed(reply, 'location')).toBe(BYE);
  });

  it.each([
    'https://app.example.com/bye',
    'https://app.example.com/bye?x=1&y',
    'https://app.example.com/bye?x=1#',
    'HTTPS://app.example.com/bye?x=1',
    'https://app.example.com/bye?x=1 ',
    'https://evil.test/',
    '//evil.test',
    'javascript:alert(1)',
  ])('leads nowhere for %s, and who asked is signed out all the same', async (url) => {
    const { browser, isSignedIn } = await setUp();
    const reply = await browser.ask(`/logout?url=${encodeURIComponent(url)}`);
    expect(reply.status).toBe(400);
    expect(fieldNamed(reply, 'location')).toBeUndefined();
    expect(fieldNamed(reply, 'x-vouch-error')).toContain('post_logout_redirect_uris');
    expect(JSON.stringify(reply)).not.toContain('evil');
    expect(browser.cookies(APP_HOST, '/')).toEqual([]);
    expect(await isSignedIn()).toBe(false);
    expect(new Set(fieldsNamed(reply, 'set-cookie')).size).toBe(
      fieldsNamed(reply, 'set-cookie').length,
    );
  });

  it('takes two addresses for none', async () => {
    const { browser } = await setUp();
    expect((await browser.ask(`/logout?url=${encodeURIComponent(BYE)}&url=x`)).status).toBe(400);
  });

  it('signs out at the provider too, with what it needs for that', async () => {
    const headers = { ...vouchSettings().headers, idToken: 'X-I' };
    const { browser, provider } = await setUp({ headers });
    provider.endSessionEndpoint = 'https://id.test/end?tenant=1';
    const reply = await browser.ask(`/logout?url=${encodeURIComponent(BYE)}`);
    const location = new URL(fieldNamed(reply, 'location') as string);
    expect(location.origin + location.pathname).toBe('https://id.test/end');
    expect(Object.fromEntries(location.searchParams)).toEqual({
      tenant: '1',
      client_id: 'app',
      id_token_hint: PLANTED.idToken,
      post_logout_redirect_uri: BYE,
    });
    const again = await browser.ask('/logout');
    expect(fieldNamed(again, 'location')).toBe('https://id.test/end?tenant=1&client_id=app');
  });

  it('by a form leads on from a page, since no answer to a form may', async () => {
    const { browser } = await setUp();
    const reply = await browser.ask(`/logout?url=${encodeURIComponent(BYE)}`, { method: 'POST' });
    expect(reply.status).toBe(200);
    expect(fieldNamed(reply, 'refresh')).toBe(`0;url=${BYE}`);
  });

  it('clears each cookie of the name, in parts too', async () => {
    const { gateway } = setUpVouch();
    const names = ['VouchCookie', 'VouchCookie_1of2', 'VouchCookie_2of2', 'VouchCookieOld'];
    const reply = await gateway.handle({
      method: 'GET',
      target: '/logout',
      headers: [
        ['host', 'vouch.example.com'],
        ['cookie', `other=1; ${names.map((name) => `${name}=x`).join('; ')}`],
      ],
      body: null,
      peer: { address: undefined },
      signal: new AbortController().signal,
    });
    expect(fieldsNamed(reply, 'set-cookie').map((text) => text.split('=', 1)[0])).toEqual(names);
  });

  describe.each([
    ['in one piece', (value: string) => `VouchCookie=${value}`],
    [
      'in parts',
      (value: string) =>
        `VouchCookie_1of2=${value.slice(0, 9)}; VouchCookie_2of2=${value.slice(9)}`,
    ],
  ])('of a cookie %s', (_, pairsOf) => {
    it.each([
      ['180 cookies', Array.from({ length: 180 }, (__, at) => `VouchCookie=${at}`).join('; ')],
      ['parts of its name', 'VouchCookie_1of2=x; VouchCookie_2of2=y'],
    ])('ends each copy, behind %s that were planted', async (__, planted) => {
      const { gateway, provider, had, isSignedIn } = await setUp();
      const cookies = `${planted}; ${pairsOf(had.slice('VouchCookie='.length))}`;
      const other = createVouchBrowser(gateway, provider);
      const reply = await other.ask('/logout', { fields: [['cookie', cookies]] });
      expect(reply.status).toBe(200);
      expect(await isSignedIn()).toBe(false);
    });
  });

  it('says so where there are more cookies than it can look at, and ends those that it did', async () => {
    const { gateway, provider, had, isSignedIn } = await setUp();
    const planted = Array.from({ length: 400 }, (_, at) => `VouchCookie=${at}`).join('; ');
    const other = createVouchBrowser(gateway, provider);
    const reply = await other.ask('/logout', { fields: [['cookie', `${had}; ${planted}`]] });
    expect(reply.status).toBe(400);
    expect(fieldNamed(reply, 'x-vouch-error')).toContain('more cookies of this name');
    expect(await isSignedIn()).toBe(false);
  });

  it('says so where a copy could not be ended, and clears the cookie', async () => {
    const fault = () => Promise.reject(new DrawbridgeError('store_unavailable'));
    const store = { get: async () => [undefined], put: fault } as unknown as Store;
    const { gateway, cookieOf } = setUpVouch({}, { store });
    const reply = await gateway.handle({
      method: 'GET',
      target: '/logout',
      headers: [['host', 'vouch.example.com'], cookieField(await cookieOf())],
      body: null,
      peer: { address: undefined },
      signal: new AbortController().signal,
    });
    expect(reply.status).toBe(503);
    expect(fieldsNamed(reply, 'set-cookie')).toHaveLength(1);
    expect(fieldNamed(reply, 'retry-after')).toBeDefined();
  });

  it('tells the log who, and no token', async () => {
    const { browser, log, had } = await setUp();
    await browser.ask('/logout');
    expect(log.entries.at(-1)).toMatchObject({
      event: 'signed out',
      fields: { subject: 'ann@example.com' },
    });
    expect(log.text()).not.toContain(had.slice(20, 60));
  });
});
