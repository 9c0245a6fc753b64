import { decodeToken, headerValues } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { APP, AUTH, IDLE, OTHER, startWholeWay as start } from './whole-way.fixture.ts';

describe.each(['store', 'cookies'] as const)('with sessions in %s, a person', (keep) => {
  it('comes from an app to the provider and back, and is let in', async () => {
    const { browser, provider, signInAt } = await start(keep);
    const { url, reply, way } = await signInAt(`${APP}/a?b=c`);
    expect(url).toBe(`${APP}/a?b=c`);
    expect(reply?.status).toBe(200);
    expect(headerValues({ headers: reply?.headers ?? [] }, 'remote-user')).toEqual(['ada']);
    expect(way).toHaveLength(3);
    expect([...browser.cookies(APP).keys()]).toEqual(['__Host-drawbridge']);
    // Another app, without the provider.
    provider.goDown();
    const other = await browser.open(`${OTHER}/x`);
    expect([other.url, other.reply?.status]).toEqual([`${OTHER}/x`, 200]);
  });

  it('is sent to the provider again when the session is over', async () => {
    const { browser, clock, signInAt } = await start(keep);
    await signInAt(`${APP}/`);
    clock.advance(IDLE + 1);
    expect(new URL((await browser.open(`${APP}/`)).url).origin).toBe('https://one.test');
  });

  it('stays signed in for as long as there is use, at any app, and no longer than is allowed', async () => {
    const { browser, clock, signInAt } = await start(keep);
    await signInAt(`${APP}/`);
    for (let hours = 0; hours < 9; hours += 0.75) {
      clock.advance(0.75 * IDLE);
      const { url, reply } = await browser.open(`${APP}/${hours}`);
      expect([url, reply?.status]).toEqual([`${APP}/${hours}`, 200]);
    }
    clock.advance(1.5 * IDLE);
    expect(new URL((await browser.open(`${APP}/`)).url).origin).toBe('https://one.test');
  });

  it('signs out at one app, and is signed out at all of them: a copy of a cookie is good at none', async () => {
    const { browser, provider, signInAt } = await start(keep);
    await signInAt(`${APP}/`);
    await browser.open(`${OTHER}/`);
    const copies = [APP, OTHER, AUTH].map(
      (origin) => [origin, [...browser.cookies(origin)]] as const,
    );
    const { way, url } = await browser.open(`${APP}/.drawbridge/logout`);
    expect(way[1]).toMatch(/^https:\/\/auth\.example\.com\/logout\?request=[\w-]{43}$/);
    const asked = new URL(url).searchParams;
    const hint = decodeToken(asked.get('id_token_hint') ?? '', 20_000);
    expect([url.split('?')[0], hint.claims]).toEqual([
      'https://one.test/end',
      expect.objectContaining({ sub: 'ada', aud: provider.clientId }),
    ]);
    const back = `${asked.get('post_logout_redirect_uri')}?state=${asked.get('state')}`;
    expect((await browser.open(back)).text).toContain('and of your provider');
    for (const origin of [APP, AUTH]) expect([...browser.cookies(origin).keys()]).toEqual([]);
    for (const [origin, cookies] of copies) {
      for (const [cookie, value] of cookies) browser.cookies(origin).set(cookie, value);
    }
    for (const origin of [APP, OTHER]) {
      expect(new URL((await browser.open(`${origin}/`)).url).origin).toBe(provider.issuer.issuer);
    }
    expect((await browser.open(`${AUTH}/`)).text).toContain('You are not signed in');
  });

  it('looks at their sign-ins on the auth host, after a sign-in there', async () => {
    const { browser, signInAt } = await start(keep);
    const { text } = await browser.open(`${AUTH}/`);
    const [, signIn = ''] = /<a href="([^"]+)">Sign in/.exec(text) ?? [];
    const shown = await signInAt(signIn);
    expect(shown.url).toBe(`${AUTH}/`);
    expect(shown.text).toContain('This browser');
  });

  it('is signed out by the provider, in this session or in all', async () => {
    const { browser, clock, provider, signInAt, tell } = await start(keep);
    const isIn = async () => (await browser.open(`${APP}/`)).url === `${APP}/`;
    provider.alter({ sid: 'their-session' });
    await signInAt(`${APP}/`);
    expect(await tell({ sid: 'another-session' })).toBe(200);
    expect(await isIn()).toBe(true);
    expect(await tell({ sid: 'their-session' })).toBe(200);
    expect(await isIn()).toBe(false);
    clock.advance(1);
    provider.alter({ sid: 'next-session' });
    await signInAt(`${APP}/`);
    expect(await tell({ sub: 'bob' })).toBe(200);
    expect(await isIn()).toBe(true);
    expect(await tell({ sub: 'ada' })).toBe(200);
    expect(await isIn()).toBe(false);
  });

  it('comes back in the second in which all of their sessions were ended, and stays in', async () => {
    const { browser, clock, signInAt, tell } = await start(keep);
    clock.advance(0.3);
    await signInAt(`${APP}/`);
    clock.advance(0.3);
    expect(await tell({ sub: 'ada' })).toBe(200);
    clock.advance(0.3);
    const { url, way } = await signInAt(`${APP}/`);
    expect([url, way.length]).toEqual([`${APP}/`, 3]);
    expect((await browser.open(`${APP}/`)).way).toEqual([`${APP}/`]);
  });

  it('Envoy issues 24097, 39210: with cookies that are left of other keys and other times signs in at once, and goes in no circle', async () => {
    const { browser, signInAt } = await start(keep);
    const old = await start(keep);
    await old.signInAt(`${APP}/`);
    for (const origin of [APP, AUTH]) {
      const jar = browser.cookies(origin);
      for (const [name, value] of old.browser.cookies(origin)) jar.set(name, `${value}x`);
      for (const name of ['_1of2', '_2of2', '_3of8', '-loop', '-login-x', '-attempt-x']) {
        jar.set(`__Host-drawbridge${name}`, 'left over');
      }
    }
    const { url, reply, way } = await signInAt(`${APP}/a`);
    expect([url, reply?.status, way.length]).toEqual([`${APP}/a`, 200, 3]);
    expect([...browser.cookies(APP).keys()]).not.toContain('__Host-drawbridge_1of2');
    expect((await browser.open(`${APP}/a`)).way).toEqual([`${APP}/a`]);
  });

  it('Pomerium CVE-2024-39315: has a page with no token, cookie or id in it, that no other origin reads', async () => {
    const { browser, signInAt } = await start(keep);
    await signInAt(`${APP}/`);
    const { text: page, reply } = await browser.open(`${AUTH}/`);
    const text = page.replaceAll('<wbr>', '');
    expect(text).toContain('This browser');
    const secrets = [APP, AUTH].flatMap((origin) => [...browser.cookies(origin).values()]);
    expect(secrets.length).toBeGreaterThanOrEqual(2);
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/eyJ[\w-]+\.eyJ/);
    const fields = Object.fromEntries(reply?.headers ?? []);
    expect(fields['content-security-policy']).toMatch(/^default-src 'none'/);
    expect(fields['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(fields['cache-control']).toBe('no-store');
    expect(Object.keys(fields).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('is told that a host which drops cookies goes in a circle', async () => {
    const { browser, signInAt } = await start(keep);
    await signInAt(`${APP}/`);
    // Its proxy loses the cookie of the session, and no other.
    const lost = createLosingJar(browser.cookies(APP));
    const { text } = await browser.open(`${APP}/`);
    expect(text).toContain('You are signed in, and asked again each time');
    expect(lost()).toBeGreaterThan(1);
  });
});

/** Makes a jar forget each cookie of a session. @returns how many it has forgotten */
function createLosingJar(jar: Map<string, string>): () => number {
  let lost = 0;
  jar.delete('__Host-drawbridge');
  const set = jar.set.bind(jar);
  jar.set = (name, value) => {
    if (name !== '__Host-drawbridge') return set(name, value);
    lost++;
    return jar;
  };
  return () => lost;
}
