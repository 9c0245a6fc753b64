import { isJsonObject, type JsonObject, member } from '@drawbridge/core';

/**
 * Whether the groups of a token are told by another server, which the API server asks for them (OpenID Connect Core 1.0 section
 * 5.6.2; kubernetes, oidc.go: claimResolver). That is so for the claim of groups alone, and not where the token has it too.
 */
export function areGroupsElsewhere(claims: JsonObject, claim: string): boolean {
  if (Object.hasOwn(claims, claim)) return false;
  const names = member(claims, '_claim_names');
  const sources = member(claims, '_claim_sources');
  if (!isJsonObject(names) || !isJsonObject(sources)) return false;
  const source = member(names, claim);
  const found = typeof source === 'string' ? member(sources, source) : undefined;
  // What has no address is an aggregated claim, which API servers do not read.
  return isJsonObject(found) && (member(found, 'endpoint') ?? '') !== '';
}
