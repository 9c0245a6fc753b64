import type { JsonObject } from '@drawbridge/core';
import type { TokenEndpointResponse } from 'oauth4webapi';

/** What a token endpoint answered, judged in form (RFC 6749 section 5.1). */
export interface TokenAnswer {
  readonly accessToken: string;
  /** `Bearer`, `DPoP` or `N_A`; in lower case where it is another. */
  readonly tokenType: string;
  /** Seconds from when the answer was made: it may be nothing, and is never less. */
  readonly expiresIn?: number;
  readonly scope?: string;
  readonly refreshToken?: string;
  /** All members, as they came: what is not named above is not judged, an ID token among it. */
  readonly members: JsonObject;
}

/** Seconds, above 136 years: what no clock of a server says, but a number that has overflowed. */
const LONGEST_LIFETIME = 2 ** 32;

/** In the spelling of their RFCs; they come in lower case. */
const TOKEN_TYPE_NAMES: ReadonlyMap<string, string> = new Map([
  ['n_a', 'N_A'],
  ['bearer', 'Bearer'],
  ['dpop', 'DPoP'],
]);

/**
 * The members of an answer that oauth4webapi is to judge. Some servers write the lifetime as text, and `null` or
 * nothing for what they do not give. An ID token is kept from it: it would judge its claims by an issuer and a client
 * that are not known here.
 *
 * @throws {Error} for a lifetime that is none, whose message is fit to be shown
 */
export function judgedMembers(given: JsonObject): JsonObject {
  const { id_token: _, expires_in: lifetime, scope, refresh_token: refresh, ...others } = given;
  return {
    ...others,
    ...(isGiven(lifetime) && { expires_in: toLifetime(lifetime) }),
    ...(isGiven(scope) && { scope }),
    ...(isGiven(refresh) && { refresh_token: refresh }),
  };
}

/**
 * Judges what oauth4webapi does not.
 *
 * @param judged - what it made of {@link judgedMembers}
 * @param given - the members as they came
 * @throws {Error} whose message is fit to be shown
 */
export function toAnswer(judged: TokenEndpointResponse, given: JsonObject): TokenAnswer {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: lifetime } = judged;
  const { scope, token_type: type } = judged;
  requireToken('access_token', accessToken);
  if (refreshToken !== undefined) requireToken('refresh_token', refreshToken);
  if (scope !== undefined && !/^[\x20-\x7e]*$/.test(scope))
    throw new Error(`its 'scope' has a character that no scope has`);
  return {
    accessToken,
    tokenType: TOKEN_TYPE_NAMES.get(type) ?? type,
    ...(lifetime !== undefined && { expiresIn: Math.floor(lifetime) }),
    ...(scope !== undefined && { scope }),
    ...(refreshToken !== undefined && { refreshToken }),
    members: given,
  };
}

/** RFC 6749 appendix A.12 and A.17. A line end or a control character would speak to whatever the token is printed to. */
export function isPrintable(token: string): boolean {
  return /^[\x20-\x7e]+$/.test(token);
}

function requireToken(name: string, token: string): void {
  if (!isPrintable(token)) throw new Error(`its '${name}' has a character that no token has`);
}

/** Whether a member says anything. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function toLifetime(value: unknown): number {
  const seconds = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof seconds === 'number' && seconds >= 0 && seconds <= LONGEST_LIFETIME) return seconds;
  throw new Error("its 'expires_in' property is no number of seconds that a token lives");
}
