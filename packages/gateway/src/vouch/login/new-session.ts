import { epochSeconds, type JsonObject } from '@drawbridge/core';
import type { VouchSession } from '@drawbridge/oauth';
import type { VouchContext } from '../vouch-context.ts';
import type { VouchIdentity } from '../vouch-provider.ts';

/** What the cookie keeps of who signed in: the claims that the settings name, and each token that has a field. */
export function newSession(
  { settings, managed, clock }: Pick<VouchContext, 'settings' | 'managed' | 'clock'>,
  { username, claims, accessToken, idToken, refreshToken }: VouchIdentity,
): VouchSession {
  const { headers, jwt } = settings;
  const ifNamed = (field: string | undefined, token: string | undefined) =>
    field === undefined || field === '' ? undefined : token;
  return {
    username,
    customClaims: pick(claims, headers.claims),
    accessToken: ifNamed(headers.accessToken, accessToken),
    idToken: ifNamed(headers.idToken, idToken),
    refreshToken: ifNamed(headers.refreshToken, refreshToken),
    audience: managed.audience,
    expiresAt: epochSeconds(clock) + jwt.maxAge,
    issuer: jwt.issuer,
  };
}

function pick(claims: JsonObject, names: readonly string[]): JsonObject | undefined {
  if (names.length === 0) return undefined;
  const kept = names.filter((name) => Object.hasOwn(claims, name));
  return Object.fromEntries(kept.map((name) => [name, claims[name]]));
}
