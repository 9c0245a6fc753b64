import { systemClock } from '@drawbridge/core';
import {
  createVouchProvider,
  type VouchAttempt,
  vouchProviderDefaults,
  type VouchOauthSettings,
} from '@drawbridge/gateway';
import { createHttpClient } from '@drawbridge/node';
import { randomText } from '@drawbridge/oauth';
import { createLogRecorder } from '@drawbridge/testing';
import { afterAll, expect, it } from 'vitest';
import {
  CONFIDENTIAL_CLIENT,
  NATIVE_CLIENT,
  startSignInProvider,
} from './support/sign-in-provider.ts';
import { createStage } from './support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

const CALLBACK = 'http://127.0.0.1:6432/callback';

/** The settings of a Vouch Proxy for a real provider, which do not name its issuer. */
async function meet(given: Partial<VouchOauthSettings>) {
  const real = await startSignInProvider(stage);
  const http = createHttpClient();
  stage.later(() => http.close());
  const log = createLogRecorder();
  const settings = {
    discordUseIds: false,
    ...vouchProviderDefaults('oidc', {
      authUrl: `${real.issuer}/auth`,
      tokenUrl: `${real.issuer}/token`,
      userInfoUrl: `${real.issuer}/me`,
      callbackUrls: [CALLBACK],
      scopes: ['openid', 'email'],
      codeChallengeMethod: 'S256',
      ...given,
    }),
  } as VouchOauthSettings;
  const provider = createVouchProvider(settings, {
    fetchDocument: http.documents(),
    fetch: http.tokens(),
    clock: systemClock,
    log,
  });
  async function begin(): Promise<{ readonly attempt: VouchAttempt; readonly code: string }> {
    const attempt = {
      state: randomText(),
      nonce: randomText(),
      codeVerifier: randomText(),
      redirectUri: CALLBACK,
    };
    const back = new URL(await real.signInByFetch(await provider.authorizationUrl(attempt)));
    expect(back.searchParams.get('state')).toBe(attempt.state);
    return { attempt, code: back.searchParams.get('code') ?? '' };
  }
  return { real, provider, log, begin };
}

it.each<[string, Partial<VouchOauthSettings>]>([
  ['that is public', { clientId: NATIVE_CLIENT }],
  ['with a secret', { clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret }],
])(
  'somebody signs in at a real OpenID provider with a client %s, once for each code',
  async (_, given) => {
    const { real, provider, log, begin } = await meet(given);
    const first = await begin();
    const second = await begin();
    // With the verifier of another sign-in, and then with its nonce alone.
    await expect(provider.identify(first.code, second.attempt)).rejects.toMatchObject({
      code: 'token_endpoint_refused',
    });
    const third = await begin();
    const mixed = { ...third.attempt, nonce: second.attempt.nonce };
    await expect(provider.identify(third.code, mixed)).rejects.toMatchObject({
      code: 'claim_invalid',
    });
    expect(await provider.identify(second.code, second.attempt)).toMatchObject({
      username: 'alice@example.com',
      email: 'alice@example.com',
      claims: { sub: 'alice', email: 'alice@example.com', email_verified: true },
      teams: [],
    });
    await expect(provider.identify(second.code, second.attempt)).rejects.toMatchObject({
      code: 'token_endpoint_refused',
    });
    // The signature was verified: the issuer was found above the token endpoint, and there is no warning.
    expect(log.entries).toEqual([]);
    expect(real.requests).toContain('GET /jwks');
  },
);
