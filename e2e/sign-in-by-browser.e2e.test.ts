import { DrawbridgeError, silentLog } from '@drawbridge/core';
import { openReceiver, signInByBrowser, type BrowserSignIn } from '@drawbridge/login/node';
import { createHttpClient } from '@drawbridge/node';
import { discoverProvider } from '@drawbridge/oauth';
import { signedInPage } from '@drawbridge/pages';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  NATIVE_CLIENT,
  type SignInProvider,
  startSignInProvider,
} from './support/sign-in-provider.ts';
import { readPage } from './support/read-page.ts';
import { createStage } from './support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

let real: SignInProvider;
beforeAll(async () => {
  real = await startSignInProvider(stage);
});

/** Signs in; the browser is a function that is given the address of the provider, and the redirect URI. */
async function signIn(
  browse: (url: string, redirectUri: string) => Promise<void>,
  changes: Partial<BrowserSignIn<string>> = {},
): Promise<string> {
  const http = createHttpClient();
  const receiver = await openReceiver({ ports: [0] }, silentLog);
  try {
    return await signInByBrowser<string>({
      provider: await discoverProvider({ issuer: real.issuer, fetchDocument: http.documents() }),
      client: { method: 'none', clientId: NATIVE_CLIENT },
      scope: 'openid email',
      receiver,
      http,
      show: (url) => browse(url, receiver.redirectUri),
      finish: async ({ token }) => {
        const who = String(token.claim('email'));
        return { page: signedInPage({ who, issuer: real.issuer }), value: who };
      },
      signal: new AbortController().signal,
      ...changes,
    });
  } finally {
    await receiver.close();
    await http.close();
  }
}

describe('a sign-in by a browser', () => {
  it('waits on where a callback is forged, and shows who signed in where it is not', async () => {
    const seen: string[] = [];
    const who = await signIn(async (url, redirectUri) => {
      const forged = await fetch(`${redirectUri}?code=x&state=forged`);
      expect(forged.status).toBe(400);
      await forged.text();
      seen.push(await readPage(await fetch(await real.signInByFetch(url))));
    });
    expect(who).toBe('alice@example.com');
    expect(seen.join('')).toContain('alice@example.com');
  });

  it('shows what went wrong once the browser was back, and throws it', async () => {
    let page = '';
    const failing = signIn(
      async (url) => {
        page = await readPage(await fetch(await real.signInByFetch(url)));
      },
      {
        finish: () => {
          throw new DrawbridgeError('cloud_refused', {
            detail: 'AWS said <b>no</b>',
            hint: 'Mend the trust.',
          });
        },
      },
    );
    await expect(failing).rejects.toThrow('AWS said <b>no</b>');
    expect(page).toContain('AWS said &lt;b&gt;no&lt;/b&gt;');
    expect(page).toContain('Mend the trust.');
    expect(page).toContain('cloud_refused');
  });

  it('shows the refusal of the provider', async () => {
    let page = '';
    const refused = signIn(async (url, redirectUri) => {
      const state = new URL(url).searchParams.get('state') ?? '';
      const answer = {
        error: 'access_denied',
        error_description: '<i>not you</i>',
        state,
        iss: real.issuer,
      };
      page = await readPage(await fetch(`${redirectUri}?${new URLSearchParams(answer)}`));
    });
    await expect(refused).rejects.toMatchObject({ code: 'sign_in_refused' });
    expect(page).toContain('&lt;i&gt;not you&lt;/i&gt;');
  });

  it('ends when nobody comes back, and names the redirect URI', async () => {
    let uri = '';
    const late = signIn(
      async (_, redirectUri) => {
        uri = redirectUri;
      },
      { time: 50 },
    );
    await expect(late).rejects.toMatchObject({ code: 'sign_in_timeout' });
    await expect(late).rejects.toMatchObject({ hint: expect.stringContaining(uri) as string });
  });

  it('ends by the signal', async () => {
    const calledOff = new AbortController();
    const reason = new Error('called off');
    const show = async () => calledOff.abort(reason);
    await expect(signIn(show, { signal: calledOff.signal })).rejects.toBe(reason);
  });

  it('ends where no browser can be shown the way', async () => {
    const fault = new Error('no browser');
    await expect(signIn(() => Promise.reject(fault))).rejects.toBe(fault);
  });
});
