import { describe, expect, it } from 'vitest';
import { createSealer, DrawbridgeError } from '@drawbridge/core';
import { APP, AUTH, OTHER, startSignIn } from './sign-in.fixture.ts';
import { signInThere, toProvider } from './walk.fixture.ts';

/** The address of the auth host that an app host sends to. */
async function requestOf({ browser, loginAt }: Awaited<ReturnType<typeof startSignIn>>) {
  const { headers } = await browser.ask(loginAt());
  return headers.find(([name]) => name === 'location')?.[1] ?? '';
}

describe('enter refuses', () => {
  it.each(['', '?request=', '?request=x', '?request=v1.aaaaaaaaaaa.bbbb', '?x=y'])(
    '%j, which nobody here made',
    async (query) => {
      const { browser } = await startSignIn();
      const { reply, text } = await browser.open(`${AUTH}/login${query}`);
      expect(reply?.status).toBe(400);
      expect(text).not.toContain('href="http');
    },
  );

  it('what was sealed with another key, or as something else', async () => {
    const world = await startSignIn();
    const request = await requestOf(world);
    const binding = [...world.browser.cookies(APP).values()].join('');
    expect((await world.browser.open(`${AUTH}/login?request=${binding}`)).reply?.status).toBe(400);
    world.restart({ sealer: createSealer(['another secret of thirty-two bytes or more']) });
    expect((await world.browser.open(request)).reply?.status).toBe(400);
  });

  it('a doubled request, and one of an app that is gone', async () => {
    const world = await startSignIn();
    const request = await requestOf(world);
    expect((await world.browser.open(`${request}&request=x`)).reply?.status).toBe(400);
    world.restart({ hosts: { has: () => false } });
    expect((await world.browser.open(request)).reply?.status).toBe(404);
  });

  it('a request that is ten minutes old, and says where it begins again', async () => {
    const world = await startSignIn();
    const request = await requestOf(world);
    world.clock.advance(600);
    const { reply, text } = await world.browser.open(request);
    expect(reply?.status).toBe(408);
    expect(text).toContain(`href="${APP}/.drawbridge/login?url=%2Fa%3Fb%3Dc"`);
    await signInThere(world);
    expect((await world.browser.open(request)).url).toBe(`${APP}/a?b=c`);
  });
});

describe('enter', () => {
  it('asks the provider for a code, with a state and nonce of its own, back to the configured address', async () => {
    const world = await startSignIn();
    const asks = [await toProvider(world), await toProvider(world)].map(
      (url) => new URL(url).searchParams,
    );
    for (const query of asks) {
      expect(query.get('redirect_uri')).toBe(`${AUTH}/callback`);
      expect(query.get('response_type')).toBe('code');
      expect(query.get('code_challenge_method')).toBe('S256');
      expect(query.get('scope')).toBe('openid email');
      expect(query.get('state')).toMatch(/^[\w-]{43}$/);
    }
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(asks[0]?.get(name)).not.toBe(asks[1]?.get(name));
    }
  });

  it('lets nobody read the state or the verifier in a cookie', async () => {
    const world = await startSignIn();
    const query = new URL(await toProvider(world)).searchParams;
    const cookies = JSON.stringify([...world.browser.cookies(AUTH)]);
    for (const name of ['state', 'nonce']) expect(cookies).not.toContain(query.get(name));
  });

  it('keeps eight attempts of a browser, and fewer where they are long', async () => {
    const world = await startSignIn();
    for (let count = 0; count < 12; count++) await toProvider(world, APP, `/${count}`);
    const names = [...world.browser.cookies(AUTH).keys()];
    expect(names).toHaveLength(8);
    for (let count = 0; count < 4; count++) await toProvider(world, APP, `/${'a'.repeat(2000)}`);
    const cookies = [...world.browser.cookies(AUTH)].flat();
    expect(cookies.join('').length).toBeLessThan(6000);
    const { url } = await signInThere(world, APP, `/${'b'.repeat(2000)}`);
    expect(url).toBe(`${APP}/${'b'.repeat(2000)}`);
  });

  it('lets somebody who is signed in on to each app, and asks no provider', async () => {
    const world = await startSignIn();
    await signInThere(world);
    world.provider.goDown();
    const { url } = await world.browser.open(world.loginAt(OTHER, '/there'));
    expect(url).toBe(`${OTHER}/there`);
    expect(world.sessions.begun).toHaveLength(1);
  });

  it('begins anew for a session that its provider refuses to renew, since that may be what heals it', async () => {
    const world = await startSignIn();
    await signInThere(world);
    const fault = new DrawbridgeError('token_endpoint_invalid', { detail: 'it refused' });
    world.restart({ sessions: { ...world.sessions, open: () => Promise.reject(fault) } });
    expect(await toProvider(world, OTHER)).toContain('one.test');
    expect(JSON.stringify(world.log.entries)).toContain('it refused');
  });

  it.each(['store_unavailable', 'token_endpoint_unreachable'] as const)(
    'does not begin anew over %s, which would end no better',
    async (code) => {
      const world = await startSignIn();
      await signInThere(world);
      const fault = new DrawbridgeError(code);
      world.restart({ sessions: { ...world.sessions, open: () => Promise.reject(fault) } });
      const { reply } = await world.browser.open(world.loginAt(OTHER, '/there'));
      expect(reply?.status).toBe(fault.status);
    },
  );

  it('takes a planted cookie for none, beside one that is good', async () => {
    const world = await startSignIn();
    await signInThere(world);
    const jar = world.browser.cookies(AUTH);
    const good = jar.get('__Host-drawbridge') ?? '';
    jar.delete('__Host-drawbridge');
    jar.set('x', 'y; __Host-drawbridge=planted');
    jar.set('__Host-drawbridge', good);
    expect((await world.browser.open(world.loginAt(OTHER, '/there'))).url).toBe(`${OTHER}/there`);
    jar.delete('__Host-drawbridge');
    expect(await toProvider(world)).toContain('one.test');
  });
});

describe('with several providers, enter', () => {
  const linksOf = (text: string) =>
    [...text.matchAll(/<a href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));

  it('lets a person choose, and shows the last one first', async () => {
    const world = await startSignIn({ providers: ['one', 'two'] });
    const { browser, loginAt } = world;
    const first = await browser.open(loginAt());
    expect(first.reply?.status).toBe(200);
    expect(first.text).toContain('one &amp; co');
    expect(first.text).not.toContain('last time');
    expect(linksOf(first.text).map((href) => href.slice(-3))).toEqual(['one', 'two']);
    const { url } = await browser.open(AUTH + linksOf(first.text)[1]);
    expect(new URL(url).origin).toBe('https://two.test');
    const second = await browser.open(loginAt());
    expect(linksOf(second.text).map((href) => href.slice(-3))).toEqual(['two', 'one']);
    expect(second.text).toContain('last time');
    const back = world.providers[1]?.authorize(url) ?? '';
    expect((await browser.open(back)).url).toBe(`${APP}/a?b=c`);
  });

  it('shows the choice for a name that is none', async () => {
    const world = await startSignIn({ providers: ['one', 'two'] });
    const request = await requestOf(world);
    for (const name of ['three', '', '__proto__', 'one two']) {
      const { reply } = await world.browser.open(`${request}&provider=${encodeURIComponent(name)}`);
      expect(reply?.status).toBe(200);
    }
  });
});
