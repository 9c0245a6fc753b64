/** The names of all cookies of the gateway on one scheme. */
export interface CookieNames {
  /** Of a session, on the auth host and on each app host. */
  readonly session: string;
  /** Of a sign-in that an app host began, which binds it to the browser. @param id - of `A-Z a-z 0-9 - _` */
  login(id: string): string;
  /** Of a sign-in that is under way at a provider, on the auth host. @param id - of `A-Z a-z 0-9 - _` */
  attempt(id: string): string;
  /** Whether they go over TLS alone. */
  readonly isSecure: boolean;
}

/** What a browser takes from the very host alone, over TLS, for all its paths (RFC 6265bis section 4.1.3.2). */
export const HOST_PREFIX = '__Host-';

/** Longer than any identifier of ours: names count in the 4,096 bytes of a cookie. */
const ID = /^[\w-]{1,64}$/;

/**
 * Names the cookies. On https a browser takes none of these names from another host, such as a sibling below the same
 * domain; http is for loopback alone, where there is no such protection, and no need of one.
 */
export function cookieNames(scheme: 'http' | 'https'): CookieNames {
  const isSecure = scheme === 'https';
  const session = `${isSecure ? HOST_PREFIX : ''}drawbridge`;
  const named = (kind: string) => (id: string) => {
    if (!ID.test(id)) throw new TypeError('a cookie is named by an id of letters, digits, - and _');
    return `${session}-${kind}-${id}`;
  };
  return { session, login: named('login'), attempt: named('attempt'), isSecure };
}
