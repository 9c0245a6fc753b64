import { silentLog } from '@drawbridge/core';
import type { HttpClient } from '@drawbridge/node';
import type { Provider } from '@drawbridge/oauth';
import { signedInPage } from '@drawbridge/pages';
import { createTestIssuer } from '@drawbridge/testing';
import { afterEach, expect, it, vi } from 'vitest';
import { openReceiver } from '../receiver/open-receiver.ts';
import { type BrowserSignIn, signInByBrowser } from './sign-in-by-browser.ts';
import { SIGN_IN_TIME } from './within-time.ts';

afterEach(() => void vi.useRealTimers());

const page = signedInPage({ who: 'ann', issuer: 'https://op.test' });

/** Signs in; what the browser is shown at the end is pushed to `pages`. */
async function signIn(
  changes: Pick<BrowserSignIn<string>, 'finish'> & Partial<BrowserSignIn<string>>,
  pages: string[] = [],
): Promise<string> {
  const issuer = await createTestIssuer();
  const provider: Partial<Provider> = {
    issuer: issuer.issuer,
    jwksUri: `${issuer.issuer}/jwks.json`,
    authorizationEndpoint: `${issuer.issuer}/authorize`,
    responseModes: ['form_post'],
  };
  const http: Partial<HttpClient> = { documents: () => issuer.fetch };
  const receiver = await openReceiver({ ports: [0] }, silentLog);
  let browser: Promise<void> | undefined;
  async function browse(address: string): Promise<void> {
    const { searchParams } = new URL(address);
    const nonce = searchParams.get('nonce');
    const state = String(searchParams.get('state'));
    const body = new URLSearchParams({
      id_token: await issuer.issue({ aud: 'app', nonce }),
      state,
    });
    pages.push(await (await fetch(receiver.redirectUri, { method: 'POST', body })).text());
  }
  try {
    return await signInByBrowser<string>({
      provider: provider as Provider,
      client: { method: 'none', clientId: 'app' },
      scope: 'openid',
      flow: 'implicit',
      receiver,
      http: http as HttpClient,
      show: async (address) => void (browser = browse(address)),
      signal: new AbortController().signal,
      ...changes,
    });
  } finally {
    await browser;
    await receiver.close();
  }
}

it('counts the time until the browser is back, and not how long the rest takes', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const finish = async () => {
    vi.advanceTimersByTime(SIGN_IN_TIME);
    vi.useRealTimers();
    return { page, value: 'ann' };
  };
  expect(await signIn({ finish })).toBe('ann');
});

it('leaves nothing behind once it was called off, whatever has begun', async () => {
  const calledOff = new AbortController();
  const reason = new Error('Ctrl-C');
  const left: string[] = [];
  const pages: string[] = [];
  const signing = signIn(
    {
      signal: calledOff.signal,
      async finish(_, signal) {
        calledOff.abort(reason);
        await Promise.resolve();
        signal.throwIfAborted();
        left.push('a login');
        return { page, value: 'ann' };
      },
    },
    pages,
  );
  await expect(signing).rejects.toBe(reason);
  expect(left).toEqual([]);
  expect(pages.join('')).toContain('could not be brought to its end');
});
