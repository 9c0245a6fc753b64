import type { HeaderField } from '@drawbridge/core';
import { createVouchCodec, type VouchSession } from '@drawbridge/oauth';
import { createLogRecorder, createTestClock } from '@drawbridge/testing';
import { NO_PEER } from '../headers/request-fields.ts';
import { createCookieGuard } from './create-cookie-guard.ts';
import type { Anonymous, CookieGuardOptions } from './options.ts';

export const KEYS = [{ secret: 'a secret of forty-four characters or a few more' }] as const;
export const clock = createTestClock();
const codec = createVouchCodec({ keys: KEYS, clock });

/** Tokens that must be found nowhere. */
export const TOKENS = {
  accessToken: 'NB2HI4DTHIXS6Y3JNRXWO33OACCESS',
  idToken: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.IDTOKEN',
  refreshToken: 'NB2HI4DTHIXS6Y3JNRXWO33OREFRESH',
};

/** The cookie of a person, as whoever has the secret writes it. */
export function cookieOf(
  username: string,
  changes: Partial<VouchSession> = {},
  by: Pick<typeof codec, 'encode'> = codec,
): Promise<string> {
  return by.encode({
    username,
    customClaims: { email: username, groups: ['staff'] },
    ...TOKENS,
    audience: 'example.com,127.0.0.1',
    expiresAt: Math.floor(clock.now() / 1000) + 3600,
    issuer: 'Vouch',
    ...changes,
  });
}

/** A guard that lets everybody in whose cookie is good, and what it logged. */
export function stageCookieGuard<Mode extends Anonymous = 'refuse'>(
  options: Partial<CookieGuardOptions<Mode>> = {},
) {
  const log = createLogRecorder();
  const guard = createCookieGuard<Mode>({ keys: KEYS, clock, log, ...options });
  return { guard, log };
}

/** What became of a request: who it is, `nobody`, or the code and the status of the refusal. */
export async function outcomeOf(
  guard: ReturnType<typeof stageCookieGuard<Anonymous>>['guard'],
  ...headers: readonly HeaderField[]
): Promise<string> {
  try {
    return (await guard.identify({ headers, peer: NO_PEER }))?.username ?? 'nobody';
  } catch (thrown) {
    const { code } = thrown as { readonly code?: string };
    return `${code} ${guard.refuse(thrown).status}`;
  }
}
