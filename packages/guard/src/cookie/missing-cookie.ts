import { DrawbridgeError } from '@drawbridge/core';
import type { HeaderSource } from '../headers/header-profile.ts';

/** The fault of a request that has no value of the cookie. It names where the guard looked. */
export function missingCookie(name: string, sources: readonly HeaderSource[]): DrawbridgeError {
  const places = [
    `cookie ${name}`,
    ...sources.map(({ name: field, scheme }) =>
      scheme === undefined ? field : `${field}: ${scheme}`,
    ),
  ];
  return new DrawbridgeError('credentials_missing', {
    detail: `the request has ${places.map((place) => `no ${place}`).join(', and ')}`,
    hint: 'See whether cookieName is vouch.cookie.name, the domain of the cookie has this host in it, and the proxy passes the field Cookie on.',
  });
}
