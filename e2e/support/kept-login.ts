import { openLogins } from '@drawbridge/login/node';
import { listenTestIssuer } from '@drawbridge/testing/node';
import type { Stage } from './stage.ts';

/** A login that somebody made before, and that can be renewed. */
export interface TestLogin {
  readonly data: string;
  readonly issuer: string;
  /** That of the sign-in. */
  readonly idToken: string;
}

/** Of a login that is to be there. */
export interface TestLoginOptions {
  /** Seconds that its ID token still lives by what is kept. Default: 600. */
  readonly left?: number;
  /** Seconds since it was given. Default: 300. */
  readonly age?: number;
  /** Whether it has a refresh token. Default: true. */
  readonly isRenewed?: boolean;
}

/** Keeps a login named `dev` in a new data folder, whose provider runs until the stage is cleared. */
export async function keepTestLogin(
  stage: Stage,
  { left = 600, age = 300, isRenewed = true }: TestLoginOptions = {},
): Promise<TestLogin> {
  const issuer = await listenTestIssuer({ clients: [{ clientId: 'laptop' }] });
  stage.later(() => issuer.close());
  const refresh = isRenewed ? 'rotated' : 'none';
  const given = await issuer.grant({ sub: 'ann' }, { clientId: 'laptop', refresh });
  if (given.idToken === undefined) throw new Error('the issuer gave no ID token');
  const data = await stage.folder();
  const now = Math.floor(Date.now() / 1000);
  const logins = openLogins({
    data,
    cache: 'file',
    env: {},
    http: () => Promise.reject(new Error('nobody is asked')),
  });
  await logins.keep({
    name: 'dev',
    settings: { issuer: issuer.issuer, clientId: 'laptop', flow: 'code', scope: 'openid' },
    tokens: {
      accessToken: given.accessToken,
      idToken: given.idToken,
      tokenType: 'Bearer',
      obtainedAt: now - age,
      expiresAt: now + left,
      ...(given.refreshToken !== undefined && { refreshToken: given.refreshToken }),
    },
  });
  await logins.close();
  return { data, issuer: issuer.issuer, idToken: given.idToken };
}
