import { createNodeSealer } from '@drawbridge/node';
import { epochSeconds, systemClock, type Store } from '@drawbridge/core';
import {
  cookieNames,
  createCookieSessions,
  createStoreSessions,
  type Sessions,
  setCookies,
  type User,
} from '@drawbridge/gateway';
import { createTestIssuer } from '@drawbridge/testing';
import { keycloakClaims } from '../verify/keycloak-claims.ts';
import { APP, AUTH, ISSUER, type Keep, PROVIDER } from './site.ts';

/** What people are signed in by. */
export interface Kept {
  readonly store: Store;
  readonly secret: string;
  readonly keep: Keep;
}

/** How many sign-ins are under way at the same time. */
const AT_ONCE = 500;
/** Seconds: the defaults of the configuration. */
const LIMITS = { idle: 28_800, lifetime: 86_400 };

/**
 * Signs people in, as the callback of a provider does.
 *
 * @param groups - of each: of many, the session takes more than one cookie
 * @returns what the browser of each sends in `Cookie`
 */
export async function signIn(
  { store, secret, keep }: Kept,
  people: number,
  groups = 5,
): Promise<readonly string[]> {
  const sealer = createNodeSealer([secret], { purpose: 'cookies' });
  const options = { store, sealer, clock: systemClock, ...LIMITS };
  const authHost = new URL(AUTH).host;
  const inStore = createStoreSessions(options);
  const sessions: Sessions =
    keep === 'store' ? inStore : createCookieSessions({ ...options, authHost });
  const issuer = await createTestIssuer({ algorithms: ['RS256'], keyName: 'bench-gateway' });
  const idToken = await issuer.issue(keycloakClaims(0, 'ID'));
  const cookies: string[] = [];
  for (let from = 0; from < people; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, people - from) }, async (_, index) => {
      const session = await sessions.begin({
        user: userOf(from + index, groups),
        askedAt: epochSeconds(systemClock),
        tokens: { accessToken: 'a', tokenType: 'Bearer', obtainedAt: 0, idToken },
      });
      return cookieOf(await sessions.cookieFor(session, APP));
    });
    cookies.push(...(await Promise.all(some)));
  }
  await inStore.close();
  return cookies;
}

function userOf(person: number, groups: number): User {
  const { sub, email, name, preferred_username, acr, azp } = keycloakClaims(person, 'ID');
  return {
    provider: PROVIDER,
    issuer: ISSUER,
    subject: String(sub),
    email: String(email),
    name: String(name),
    preferredUsername: String(preferred_username),
    groups: {
      kind: 'known',
      claim: 'groups',
      groups: Array.from({ length: groups }, (_, index) => `department-${index}`),
    },
    claims: { acr: String(acr), azp: String(azp) },
  };
}

/** What a browser makes of `Set-Cookie`. */
function cookieOf(text: string): string {
  const { session } = cookieNames('https');
  return setCookies(session, text, { cookies: [] })
    .map(([, value]) => value.split(';', 1)[0])
    .join('; ');
}
