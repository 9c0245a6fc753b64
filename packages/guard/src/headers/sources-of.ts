import type { TokenName } from '../caller/caller.ts';
import type { HeaderProfile, HeaderSource } from './header-profile.ts';

/** Where a profile has a token. */
export function sourcesOf(name: TokenName, profile: HeaderProfile): readonly HeaderSource[] {
  if (name === 'access') return profile.access;
  const sources = name === 'id' ? [profile.id, profile.idClaims] : [profile.refresh];
  return sources.filter((source) => source !== undefined);
}
