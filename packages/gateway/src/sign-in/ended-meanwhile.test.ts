import { createSealer } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { createCookieSessions } from '../session/cookie-sessions.ts';
import type { SessionsOptions } from '../session/session-options.ts';
import type { Sessions } from '../session/sessions.ts';
import { createStoreSessions } from '../session/store-sessions.ts';
import { APP, startSignIn } from './sign-in.fixture.ts';
import { toProvider } from './walk.fixture.ts';

const HOST = new URL(APP).host;
const ISSUER = 'https://one.test';

const KINDS: readonly (readonly [string, (options: SessionsOptions) => Sessions])[] = [
  ['in the store', createStoreSessions],
  ['in cookies', (options) => createCookieSessions({ ...options, authHost: 'auth.example.com' })],
];

const ENDS: readonly (readonly [string, (sessions: Sessions) => Promise<void>])[] = [
  ['its person', (sessions) => sessions.endPerson(ISSUER, 'ada')],
  ['the session at its provider', (sessions) => sessions.endSid(ISSUER, 'sid-1')],
];

describe.each(KINDS)('a sign-in that is under way, of sessions %s,', (_, make) => {
  /**
   * Signs in, while something happens between the code and the session.
   *
   * @param pause - seconds before it, and after it
   * @returns whether the app lets the person in
   */
  async function signInWhile(event: (sessions: Sessions) => Promise<void>, pause = 2) {
    const world = await startSignIn();
    const { clock, provider, browser, options } = world;
    const sessions = make({
      store: options.store,
      sealer: createSealer(['a secret of thirty-two bytes, at least'], { purpose: 'cookies' }),
      clock,
      lifetime: 3600,
      idle: 600,
    });
    const userOf: typeof provider.userOf = async (...given) => {
      clock.advance(pause);
      await event(sessions);
      clock.advance(pause);
      return provider.userOf(...given);
    };
    world.restart({ sessions, providers: [{ ...provider, userOf }] });
    const url = await toProvider(world);
    clock.advance(30);
    await browser.open(provider.authorize(url, { sid: 'sid-1' }));
    const cookie = browser.cookies(APP).get('__Host-drawbridge') ?? '';
    expect(cookie).not.toBe('');
    const isOpen = (await sessions.open(cookie, HOST)) !== undefined;
    return { isOpen, listed: await sessions.list({ issuer: ISSUER, subject: 'ada' }) };
  }

  it('makes a session where nothing happens', async () => {
    const { isOpen, listed } = await signInWhile(async () => {});
    expect([isOpen, listed.length]).toEqual([true, 1]);
  });

  it.each(ENDS)('ends with %s', async (__, end) => {
    expect(await signInWhile(end)).toEqual({ isOpen: false, listed: [] });
  });

  it.each(ENDS)('ends with %s, within one second too', async (__, end) => {
    expect(await signInWhile(end, 0.001)).toEqual({ isOpen: false, listed: [] });
  });
});
