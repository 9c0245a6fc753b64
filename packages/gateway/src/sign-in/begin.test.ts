import { describe, expect, it } from 'vitest';
import { HOSTILE_ADDRESSES } from './hostile-addresses.fixture.ts';
import { REQUEST } from './login-request.ts';
import { createContext } from './sign-in-context.ts';
import { APP, AUTH, startSignIn } from './sign-in.fixture.ts';
import { toProvider } from './walk.fixture.ts';
import { loginUrl } from './login-url.ts';
import { createSealer } from '@drawbridge/core';
import { testCall } from '@drawbridge/testing';
import { begin } from './begin.ts';
import { createAuthOrigin } from '../hosts/auth-origin.ts';

describe('begin', () => {
  it('binds no browser to a host that has no app', async () => {
    const { browser } = await startSignIn();
    const reply = await browser.ask('https://evil.example/.drawbridge/login?url=/');
    expect(reply.status).toBe(404);
    expect(reply.headers.map(([name]) => name)).not.toContain('set-cookie');
    expect(reply.headers.map(([name]) => name)).not.toContain('location');
  });

  it('returns to the start page for what leads elsewhere, and for two addresses', async () => {
    const world = await startSignIn();
    const context = createContext({
      ...world,
      auth: createAuthOrigin(AUTH),
      hosts: { has: () => true },
      sealer: createSealer(['a secret of thirty-two bytes, at least']),
    });
    const returns = async (query: string) => {
      const target = `/.drawbridge/login?${query}`;
      const { headers } = await begin(context, testCall({ target }), 'app.example.com');
      const location = new URL(headers.find(([name]) => name === 'location')?.[1] ?? '');
      expect(location.origin + location.pathname).toBe(`${AUTH}/login`);
      const parcel = await context.parcels.open(
        REQUEST,
        location.searchParams.get('request') ?? '',
      );
      return parcel?.value.to;
    };
    expect(await returns('url=/a%3Fb=c')).toBe('/a?b=c');
    expect(await returns('url=/a&url=/b')).toBe('/');
    expect(await returns('')).toBe('/');
    expect(await returns('URL=/a&rd=/b')).toBe('/');
    for (const address of Object.values(HOSTILE_ADDRESSES).flatMap((all) => all.slice(0, 3))) {
      const encoded = new URLSearchParams({ url: address }).toString();
      expect([address, await returns(encoded)]).toEqual([address, '/']);
    }
  });

  it('answers with what nobody keeps and no other site is told', async () => {
    const { browser, loginAt } = await startSignIn();
    const { status, headers } = await browser.ask(loginAt());
    expect(status).toBe(303);
    expect(headers).toContainEqual(['cache-control', 'no-store']);
    expect(headers).toContainEqual(['referrer-policy', 'no-referrer']);
  });

  it('has a request of its own each time, that says nothing to whoever reads it', async () => {
    const { browser, loginAt } = await startSignIn();
    const requests = [await browser.ask(loginAt()), await browser.ask(loginAt())].map(
      ({ headers }) => headers.find(([name]) => name === 'location')?.[1] ?? '',
    );
    expect(new Set(requests).size).toBe(2);
    for (const text of requests) expect(text).not.toMatch(/app\.example|a\?b|%3F/);
  });

  it('leaves a browser with eight sign-ins, the newest', async () => {
    const world = await startSignIn();
    for (let count = 0; count < 12; count++) await world.browser.ask(world.loginAt());
    expect(world.browser.cookies(APP).size).toBe(8);
    await toProvider(world);
    expect(world.browser.cookies(APP).size).toBe(8);
  });
});

describe('loginUrl', () => {
  it('has the whole target in one parameter', () => {
    const question = {
      scheme: 'https',
      host: 'app.example.com:8443',
      target: '/a?b=%2F&c=d+e',
    } as const;
    const url = new URL(loginUrl(question));
    expect(url.origin + url.pathname).toBe('https://app.example.com:8443/.drawbridge/login');
    expect([...url.searchParams]).toEqual([['url', question.target]]);
  });
});
