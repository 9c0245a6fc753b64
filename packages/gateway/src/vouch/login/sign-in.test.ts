import { DrawbridgeError, type Store } from '@drawbridge/core';
import { replyText, testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createVouchBrowser } from '../test-tab.fixture.ts';
import { vouchSession } from '../vouch-defaults.fixture.ts';
import {
  APP,
  APP_HOST,
  fieldNamed,
  fieldsNamed,
  PLANTED,
  setUpVouch,
  vouchSettings,
} from '../vouch.fixture.ts';

type Parts = Parameters<typeof setUpVouch>;

function setUp(...parts: Parts) {
  const vouch = setUpVouch(...parts);
  const newBrowser = () => createVouchBrowser(vouch.gateway, vouch.provider);
  return { ...vouch, newBrowser, browser: newBrowser() };
}

/** A text as it stands, and all that Base64 may be of it, from whatever letter it begins. */
function readings(text: string): readonly string[] {
  const pieces = (text.match(/[\w+/-]{8,}/g) ?? []).flatMap((piece) =>
    [0, 1, 2, 3].map((from) => Buffer.from(piece.slice(from), 'base64').toString('latin1')),
  );
  return [text, decodeURIComponent(text), ...pieces];
}

const cookieOf = (texts: readonly string[]) =>
  texts.find((text) => text.startsWith('VouchCookie='))?.slice('VouchCookie='.length) ?? '';

describe('a sign-in', () => {
  it('leads to the provider and back to where it began, and the cookie is good for the app', async () => {
    const { browser, clock, codec, provider, records, log } = setUp();
    const begun = await browser.ask(`/login?url=${APP}&vouch-failcount=&X-Vouch-Token=&error=`);
    expect(begun.status).toBe(302);
    const location = fieldNamed(begun, 'location') as string;
    const [attempt] = provider.asked;
    expect(attempt?.state).toMatch(/^[A-Za-z\d]{32,43}$/);
    expect(attempt?.redirectUri).toBe('https://vouch.example.com/auth');
    const [kept = ''] = fieldsNamed(begun, 'set-cookie');
    expect(kept).toMatch(
      new RegExp(
        `^VouchSession=[\\w.-]+; Path=/auth/${attempt?.state}/; Max-Age=300; HttpOnly; Secure; SameSite=Lax$`,
      ),
    );

    const end = await browser.comeBack(location);
    expect(end.status).toBe(302);
    expect(fieldNamed(end, 'location')).toBe(APP);
    const [set = ''] = fieldsNamed(end, 'set-cookie');
    expect(set).toMatch(
      /^VouchCookie=[\w=-]+; Path=\/; Domain=example\.com; Max-Age=14400; HttpOnly; Secure$/,
    );
    expect(await codec.decode(cookieOf(browser.cookies(APP_HOST, '/')))).toEqual(
      vouchSession({
        customClaims: { groups: ['Website Users', 'ops'], given_name: 'Ann' },
        expiresAt: clock.seconds() + 14400,
      }),
    );
    expect(browser.cookies('vouch.example.com', `/auth/${attempt?.state}/`)).toHaveLength(1);
    const seen = await browser.ask('/validate', { host: APP_HOST });
    expect(fieldNamed(seen, 'x-vouch-user')).toBe('ann@example.com');
    expect(records[0]).toMatchObject({
      decision: 'granted',
      subject: 'ann@example.com',
      client: 'app',
    });
    expect(log.entries.map(({ event }) => event)).toContain('signed in');
    expect(log.text()).not.toMatch(/planted|Website/);
    expect(log.text()).not.toContain(attempt?.state);
  });

  it('keeps nothing in the browser that can be read', async () => {
    const { browser, provider } = setUp();
    const begun = await browser.ask(`/login?url=${APP}`);
    const values = fieldsNamed(begun, 'set-cookie').map((text) => text.split(';', 1)[0] ?? '');
    expect(values).toHaveLength(2);
    const [attempt] = provider.asked;
    const secrets = [attempt?.codeVerifier, attempt?.nonce, APP_HOST, 'vouch.example.com/auth'];
    for (const text of values.flatMap(readings)) {
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
    // What is only signed would be found.
    const open = Buffer.from(JSON.stringify({ attempt })).toString('base64url');
    expect(readings(`x=1|${open}.mac`).join()).toContain(attempt?.codeVerifier);
  });

  it('keeps tokens that have a field, in parts where they are long', async () => {
    const headers = {
      ...vouchSettings().headers,
      accessToken: 'X-A',
      idToken: 'X-I',
      refreshToken: 'X-R',
    };
    const { browser, provider } = setUp({ headers }, { compress: false });
    provider.person = { ...provider.person, idToken: 'x'.repeat(9000) };
    const end = await browser.comeBack(await browser.begin(APP));
    expect(end.status).toBe(302);
    expect(fieldsNamed(end, 'set-cookie').map((text) => text.split('=', 1)[0])).toEqual([
      ...[1, 2, 3, 4].map((part) => `VouchCookie_${part}of4`),
      'VouchSession',
    ]);
    const seen = await browser.ask('/validate', { host: APP_HOST });
    expect(fieldNamed(seen, 'x-a')).toBe(PLANTED.accessToken);
    expect(fieldNamed(seen, 'x-i')).toHaveLength(9000);
    expect(fieldNamed(seen, 'x-r')).toBe(PLANTED.refreshToken);
  });

  it('says so where the cookie would be too large', async () => {
    const headers = { ...vouchSettings().headers, idToken: 'X-I' };
    const { browser, provider } = setUp({ headers }, { compress: false });
    provider.person = { ...provider.person, idToken: 'x'.repeat(40_000) };
    const end = await browser.comeBack(await browser.begin(APP));
    expect(end.status).toBe(500);
    expect(replyText(end)).toContain('<h1>500 - Internal Server Error</h1>');
    expect(replyText(end)).toContain('vouch.headers.claims');
    expect(browser.cookies(APP_HOST, '/')).toEqual([]);
  });

  describe('at /login', () => {
    it.each([
      '/login',
      '/login?url=',
      '/login?url=https://evil.test/',
      '/login?url=https://app.example.com.evil.test/',
      '/login?url=https://app.example.com@evil.test/',
      '/login?url=//app.example.com/',
      '/login?url=http://app.example.com/',
      '/login?url=javascript:alert(1)',
      `/login?url=${APP}%0d%0aLocation:%20https://evil.test`.replace(APP, encodeURIComponent(APP)),
      '/login?rd=https://app.example.com/',
    ])('refuses %s with a page', async (target) => {
      const { browser } = setUp();
      const reply = await browser.ask(target);
      expect(reply.status).toBe(400);
      expect(replyText(reply)).toContain('<h1>400 Bad Request</h1>');
      expect(fieldNamed(reply, 'location')).toBeUndefined();
      expect(fieldNamed(reply, 'x-vouch-error')).toMatch(/destination URL/);
      expect(fieldNamed(reply, 'x-content-type-options')).toBe('nosniff');
      expect(fieldNamed(reply, 'content-security-policy')).toContain("default-src 'none'");
      expect(fieldsNamed(reply, 'set-cookie')).toEqual([]);
    });

    it('of IndieAuth leads back to no other site either', async () => {
      const { browser, provider } = setUp({
        oauth: { ...vouchSettings().oauth!, provider: 'indieauth' },
      });
      expect((await browser.ask('/login?url=https://evil.test/')).status).toBe(400);
      expect(provider.asked).toEqual([]);
      expect((await browser.ask(`/login?url=${APP}`)).status).toBe(302);
    });

    it('stops a browser that goes in a circle, each address and browser for itself', async () => {
      const { browser, newBrowser, clock } = setUp();
      for (let time = 1; time <= 6; time++) {
        expect((await browser.ask(`/login?url=${APP}`)).status).toBe(302);
      }
      expect((await browser.ask('/login?url=https://other.example.com/')).status).toBe(302);
      const stopped = await browser.ask(`/login?url=${APP}`);
      expect(stopped.status).toBe(400);
      expect(fieldNamed(stopped, 'x-vouch-error')).toContain(
        'too many unsuccessful authorization attempts',
      );
      expect(replyText(stopped)).toContain('cookies are allowed');
      expect((await newBrowser().ask(`/login?url=${APP}`)).status).toBe(302);
      expect((await browser.ask(`/login?url=${APP}`)).status).toBe(302);
      const patient = newBrowser();
      for (let time = 1; time <= 20; time++) {
        expect((await patient.ask(`/login?url=${APP}`)).status).toBe(302);
        clock.advance(60);
      }
    });

    it('keeps a cookie that is good, and clears one that is not', async () => {
      const { browser } = setUp();
      await browser.comeBack(await browser.begin(APP));
      const had = browser.cookies(APP_HOST, '/');
      await browser.ask(`/login?url=${APP}`);
      await browser.ask('/login?url=https://evil.test/');
      await browser.ask('/nothing');
      expect(browser.cookies(APP_HOST, '/')).toEqual(had);
      browser.plant('VouchCookie=planted; Path=/; Domain=example.com');
      await browser.ask('/login?url=https://evil.test/');
      expect(browser.cookies(APP_HOST, '/')).toEqual([]);
    });

    it('comes back to the callback URL of the host, whichever was asked last', async () => {
      const oauth = {
        ...vouchSettings().oauth!,
        callbackUrls: [
          'https://vouch.notexample.com/auth',
          'https://vouch.other.test/auth',
          'https://vouch.example.com/auth',
        ],
      };
      const { browser, provider } = setUp({
        oauth,
        domains: ['example.com', 'other.test', 'notexample.com'],
      });
      const wanted = [
        ['vouch.example.com', 'vouch.example.com'],
        ['login.other.test', 'vouch.other.test'],
        ['VOUCH.other.test', 'vouch.other.test'],
        ['vouch.example.com', 'vouch.example.com'],
        ['login.example.com', 'vouch.example.com'],
        ['unknown.test', 'vouch.notexample.com'],
      ] as const;
      const replies = await Promise.all(
        wanted.map(([host]) => browser.ask(`/login?url=${APP}`, { host })),
      );
      // The provider is asked in any order: each answer is told from the others by its state.
      const found = replies.map((reply) => {
        const state = new URL(fieldNamed(reply, 'location') ?? '').searchParams.get('state');
        const asked = provider.asked.find((request) => request.state === state);
        return new URL(asked?.redirectUri ?? '').host;
      });
      expect(found).toEqual(wanted.map(([, callback]) => callback));
    });

    it('says that the provider cannot be asked', async () => {
      const { browser, provider } = setUp();
      provider.fault = new DrawbridgeError('upstream_timeout');
      expect((await browser.ask(`/login?url=${APP}`)).status).toBe(504);
    });
  });

  describe('at /auth', () => {
    it('hands on what the provider said, to the path of the state', async () => {
      const { browser } = setUp({ documentRoot: '/sso' });
      const reply = await browser.ask(
        '/sso/auth?code=a%2Bb&state=abcdefghijklmnopqrstuvwxyz&x=%20',
      );
      expect(reply.status).toBe(302);
      expect(fieldNamed(reply, 'location')).toBe(
        '/sso/auth/abcdefghijklmnopqrstuvwxyz/?code=a%2Bb&state=abcdefghijklmnopqrstuvwxyz&x=%20',
      );
    });

    it.each([
      '/auth',
      '/auth?code=1',
      '/auth?state=',
      '/auth?state=/evil.test/abcdefghijklmnop',
      '/auth?state=..%2f..%2fabcdefghijklmnop',
      '/auth?state=abcdefghijklmnopqrstuv&state=abcdefghijklmnopqrstuv',
      '/auth?state=abcdefghijklmnopqrstuv&code=1&code=2',
      '/auth?state=%0d%0aabcdefghijklmnopqrstuv',
    ])('refuses %s', async (target) => {
      const { browser } = setUp();
      const reply = await browser.ask(target);
      expect(reply.status).toBe(400);
      expect(fieldNamed(reply, 'location')).toBeUndefined();
    });

    it('shows what the provider refused, as text', async () => {
      const { browser } = setUp();
      const target =
        '/auth?error=access_denied&error_description=%3Cscript%3Ealert(1)%3C/script%3E%0d%0aX-Evil:%201';
      const reply = await browser.ask(target);
      expect(reply.status).toBe(401);
      expect(replyText(reply)).toContain('<h1>Error from IdP: access_denied - &lt;script&gt;');
      expect(replyText(reply)).not.toContain('<script');
      expect(fieldNamed(reply, 'x-vouch-error')).not.toMatch(/[\r\n]/);
    });
  });

  describe('at /auth/{state}/', () => {
    it('is only for the browser that began it', async () => {
      const { browser, newBrowser, provider } = setUp();
      const back = provider.answer(await browser.begin(APP));
      const { search } = new URL(back);
      const state = new URLSearchParams(search).get('state') as string;
      const stranger = newBrowser();
      await stranger.begin(APP);
      const reply = await stranger.ask(`/auth/${state}/${search}`);
      expect(reply.status).toBe(400);
      expect(fieldNamed(reply, 'x-vouch-error')).toContain('invalid session state');
      expect(stranger.cookies(APP_HOST, '/')).toEqual([]);
      // Nothing was used up by it.
      expect((await browser.ask(`/auth/${state}/${search}`)).status).toBe(302);
    });

    it('takes the state of the path, of the query and of the browser for one, and each parameter once', async () => {
      const { browser, provider } = setUp();
      const one = new URL(provider.answer(await browser.begin(APP))).searchParams;
      const other = new URL(provider.answer(await browser.begin(APP))).searchParams;
      const [state, code] = [one.get('state'), one.get('code')];
      const bad = [
        `/auth/${state}/?code=${code}&state=${other.get('state')}`,
        `/auth/${other.get('state')}/?code=${code}&state=${state}`,
        `/auth/${state}/?code=${code}`,
        `/auth/${state}/?state=${state}`,
        `/auth/${state}/?code=${code}&state=${state}&state=${state}`,
        `/auth/${state}/?code=${code}&code=${code}&state=${state}`,
        `/auth/${state}/?code=${code}&state=${state}&iss=1&iss=2`,
        `/auth/${state}/`,
      ];
      for (const target of bad) expect((await browser.ask(target)).status).toBe(400);
      expect((await browser.ask(`/auth/${state}/?code=${code}&state=${state}`)).status).toBe(302);
    });

    it('takes no answer for another sign-in of the same browser, whose cookie somebody put there', async () => {
      const { browser, provider, gateway } = setUp();
      const [mine, theirs] = [await browser.begin(APP), await browser.begin(APP)].map(
        (location) => new URL(provider.answer(location)),
      );
      const state = theirs?.searchParams.get('state') as string;
      const cookies = browser.cookies(
        'vouch.example.com',
        `/auth/${mine?.searchParams.get('state')}/`,
      );
      const reply = await gateway.handle(
        testCall({
          target: `/auth/${state}/${theirs?.search}`,
          headers: [
            ['host', 'vouch.example.com'],
            ['cookie', cookies.join('; ')],
          ],
        }),
      );
      expect(reply.status).toBe(400);
      expect(fieldNamed(reply, 'x-vouch-error')).toContain(
        'this browser did not begin that sign-in',
      );
    });

    it('takes an answer once, and leads on who loads the page again', async () => {
      const { browser, newBrowser, provider, gateway } = setUp();
      const location = await browser.begin(APP);
      const { search } = new URL(provider.answer(location));
      const state = new URLSearchParams(search).get('state') as string;
      const copy = browser.cookies('vouch.example.com', `/auth/${state}/`);
      expect((await browser.ask(`/auth/${state}/${search}`)).status).toBe(302);
      // A copy of the browser's cookie brings the same answer again.
      const headers = [
        ['host', 'vouch.example.com'],
        ['cookie', copy.join('; ')],
      ] as const;
      const replayed = await gateway.handle({
        method: 'GET',
        target: `/auth/${state}/${search}`,
        headers,
        body: null,
        peer: { address: undefined },
        signal: new AbortController().signal,
      });
      expect(replayed.status).toBe(400);
      expect(fieldNamed(replayed, 'x-vouch-error')).toContain('used already');
      expect(fieldsNamed(replayed, 'set-cookie').join()).not.toContain('VouchCookie');
      const thief = newBrowser();
      expect((await thief.ask(`/auth/${state}/${search}`)).status).toBe(400);
    });

    it('uses nothing up for HEAD, nor ahead of the person', async () => {
      const { browser, provider } = setUp();
      const { search } = new URL(provider.answer(await browser.begin(APP)));
      const target = `/auth/${new URLSearchParams(search).get('state')}/${search}`;
      expect((await browser.ask(target, { method: 'HEAD' })).status).toBe(503);
      expect((await browser.ask(target, { fields: [['sec-purpose', 'prefetch']] })).status).toBe(
        503,
      );
      expect((await browser.ask(target)).status).toBe(302);
    });

    it('of two that come at once takes one', async () => {
      const { browser, provider } = setUp();
      const { search } = new URL(provider.answer(await browser.begin(APP)));
      const state = new URLSearchParams(search).get('state') as string;
      const replies = await Promise.all(
        [1, 2, 3].map(() => browser.ask(`/auth/${state}/${search}`)),
      );
      expect(replies.map(({ status }) => String(status)).toSorted()).toEqual(['302', '400', '400']);
    });

    it('lets several tabs in, in any order, and a stale one signs nobody out', async () => {
      const { browser, clock, provider } = setUp();
      const tabs = [];
      for (const path of ['one', 'two', 'three']) {
        tabs.push(await browser.begin(`https://app.example.com/${path}`));
      }
      const [one = '', two = '', three = ''] = tabs;
      expect(fieldNamed(await browser.comeBack(three), 'location')).toBe(
        'https://app.example.com/three',
      );
      expect(fieldNamed(await browser.comeBack(one), 'location')).toBe(
        'https://app.example.com/one',
      );
      clock.advance(301);
      const had = browser.cookies(APP_HOST, '/');
      // Who is signed in by now is let on.
      expect(fieldNamed(await browser.comeBack(two), 'location')).toBe(
        'https://app.example.com/two',
      );
      const state = provider.asked[1]?.state;
      for (const target of [
        '/auth?error=access_denied',
        `/auth/${state}/?state=x&code=y`,
        '/auth?state=x',
      ]) {
        expect((await browser.ask(target)).status).toBeGreaterThanOrEqual(400);
      }
      expect(browser.cookies(APP_HOST, '/')).toEqual(had);
      expect((await browser.ask('/validate', { host: APP_HOST })).status).toBe(200);
    });

    it('is over after the time of a sign-in', async () => {
      const { browser, clock } = setUp();
      const location = await browser.begin(APP);
      clock.advance(301);
      const reply = await browser.comeBack(location);
      expect(reply.status).toBe(400);
      expect(fieldNamed(reply, 'x-vouch-error')).toContain('begun too long ago');
      expect(replyText(reply)).toContain(`/login?url=${encodeURIComponent(APP)}`);
    });

    it.each([
      ['token_endpoint_refused', 400],
      ['signature_invalid', 400],
      ['token_endpoint_timeout', 504],
      ['upstream_invalid', 502],
    ] as const)('says that the provider failed by %s', async (code, status) => {
      const { browser, provider, records } = setUp();
      const location = await browser.begin(APP);
      const back = new URL(provider.answer(location));
      provider.fault = new DrawbridgeError(code, { detail: 'planted-detail' });
      const first = await browser.ask(back.pathname + back.search);
      const reply = await browser.ask(fieldNamed(first, 'location') as string);
      expect(reply.status).toBe(status);
      expect(JSON.stringify(reply)).not.toContain('planted');
      expect(browser.cookies(APP_HOST, '/')).toEqual([]);
      expect(records.map(({ decision }) => decision)).toEqual(status === 400 ? ['refused'] : []);
    });

    it('lets nobody in who may not, and says why', async () => {
      const { browser, provider, records, log } = setUp();
      provider.person = { ...provider.person, username: 'eve@evil.test', email: 'eve@evil.test' };
      const reply = await browser.comeBack(await browser.begin(APP));
      expect(reply.status).toBe(403);
      expect(replyText(reply)).toContain('<h1>403 Forbidden</h1>');
      expect(replyText(reply)).toContain('vouch.domains');
      expect(browser.cookies(APP_HOST, '/')).toEqual([]);
      expect(records).toMatchObject([
        { decision: 'refused', code: 'access_denied', subject: 'eve@evil.test' },
      ]);
      expect(log.text()).not.toContain('planted');
    });

    it('lets nobody in where the store cannot say that it is the first time', async () => {
      const store = {
        put: () => Promise.reject(new DrawbridgeError('store_unavailable')),
        get: async () => [undefined],
      } as unknown as Store;
      const { browser } = setUp({}, { store });
      const reply = await browser.comeBack(await browser.begin(APP));
      expect(reply.status).toBe(503);
      expect(browser.cookies(APP_HOST, '/')).toEqual([]);
    });

    it('lets nobody in whom the audit cannot have', async () => {
      const fault = new DrawbridgeError('audit_unavailable');
      const audit = { write: () => Promise.reject(fault), check: () => Promise.resolve() };
      const { browser } = setUp({}, { audit });
      const reply = await browser.comeBack(await browser.begin(APP));
      expect(reply.status).toBe(503);
      expect(browser.cookies(APP_HOST, '/')).toEqual([]);
    });
  });

  it('in the testing mode leads nowhere by itself, and shows nobody the links of others', async () => {
    const { browser, newBrowser, provider } = setUp({ testing: true });
    const begun = await browser.ask(`/login?url=${APP}`);
    expect(begun.status).toBe(200);
    expect(fieldNamed(begun, 'location')).toBeUndefined();
    expect(replyText(begun)).toContain('<a href="https://id.test/authorize?state=');
    const other = await newBrowser().ask('/login?url=https://app.example.com/other');
    const [one, two] = provider.asked;
    expect(replyText(other)).toContain(two?.state);
    expect(replyText(other)).not.toContain(one?.state);
  });

  it('is nowhere in a gateway that only validates', async () => {
    const { browser, validate } = setUp({ oauth: undefined }, { provider: undefined });
    for (const target of [
      `/login?url=${APP}`,
      '/auth?state=x',
      '/auth/abcdefghijklmnopqrst/?state=x',
    ]) {
      const reply = await browser.ask(target);
      expect(reply.status).toBe(404);
      expect(replyText(reply)).toContain('Nobody signs in at this gateway');
    }
    expect((await validate()).status).toBe(401);
  });
});
