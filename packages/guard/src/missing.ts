import { DrawbridgeError } from '@drawbridge/core';
import type { TokenName } from './caller/caller.ts';
import type { HeaderProfile, HeaderSource } from './header-profile.ts';
import { BEARER } from './profiles/bearer.ts';

/** The fault of a request that lacks a token. It names where the guard looked: often a switch of the proxy is off. */
export function missing(name: TokenName, profile: HeaderProfile = BEARER): DrawbridgeError {
  const places = sourcesOf(name, profile).map(({ name: field, scheme }) =>
    scheme === undefined ? field : `${field}: ${scheme}`,
  );
  return new DrawbridgeError('credentials_missing', {
    detail: `the request has no ${name} token in ${places.join(' or ')}`,
    hint: `If a proxy should have put it there, see whether its switch for that header field is on (profile ${profile.name}).`,
  });
}

/** Where a profile has a token. */
export function sourcesOf(name: TokenName, profile: HeaderProfile): readonly HeaderSource[] {
  if (name === 'access') return profile.access;
  const sources = name === 'id' ? [profile.id, profile.idClaims] : [profile.refresh];
  return sources.filter((source) => source !== undefined);
}
