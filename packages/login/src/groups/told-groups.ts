import { type JsonObject, member } from '@drawbridge/core';
import { type Groups, readGroups } from '@drawbridge/rules';
import { findProvider } from '../providers/find-provider.ts';

/**
 * Reads the groups of a token that was verified, as its provider tells them; see `readGroups` of `@drawbridge/rules`.
 *
 * @param claim - its name, letter by letter. Default: that of the provider, else `groups`
 */
export function toldGroups(claims: JsonObject, claim?: string): Groups {
  const issuer = member(claims, 'iss');
  const provider = typeof issuer === 'string' ? findProvider(issuer) : undefined;
  const count = provider?.groupsLimit?.value;
  return readGroups(claims, {
    claim: claim ?? provider?.groupsClaim?.value ?? 'groups',
    ...(provider !== undefined && count !== undefined && { limit: { count, by: provider.name } }),
  });
}
