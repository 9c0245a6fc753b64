import { DrawbridgeError } from '@drawbridge/core';
import type { TokenName } from '../caller/caller.ts';
import { BEARER } from '../profiles/bearer.ts';
import type { HeaderProfile } from './header-profile.ts';
import { sourcesOf } from './sources-of.ts';

/** The fault of a request that lacks a token. It names where the guard looked: often a switch of the proxy is off. */
export function missingToken(name: TokenName, profile: HeaderProfile = BEARER): DrawbridgeError {
  const places = sourcesOf(name, profile).map(({ name: field, scheme }) =>
    scheme === undefined ? field : `${field}: ${scheme}`,
  );
  return new DrawbridgeError('credentials_missing', {
    detail: `the request has no ${name} token in ${places.join(' or ')}`,
    hint:
      profile === BEARER
        ? 'No other field is read. Where a proxy writes others, give the option headers its profile, such as APISIX.'
        : `If a proxy should have put it there, see whether its switch for that header field is on (profile ${profile.name}).`,
  });
}
