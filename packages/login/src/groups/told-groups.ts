import { type JsonObject, member } from '@drawbridge/core';
import { type Groups, knownGroupsClaim, readGroups } from '@drawbridge/rules';

/**
 * Reads the groups of a token that was verified, as its provider tells them; see `readGroups` of `@drawbridge/rules`.
 *
 * @param claim - its name, letter by letter. Default: that of the provider, else `groups`
 */
export function toldGroups(claims: JsonObject, claim?: string): Groups {
  const issuer = member(claims, 'iss');
  const known = typeof issuer === 'string' ? knownGroupsClaim(issuer) : undefined;
  return readGroups(claims, { ...known, claim: claim ?? known?.claim ?? 'groups' });
}
