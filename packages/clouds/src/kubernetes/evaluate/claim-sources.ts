import { isJsonObject, type JsonObject, member } from '@drawbridge/core';

/** Where the groups of a token are: in it, told by another server, or nowhere because it contradicts itself. */
export type Groups = 'here' | 'elsewhere' | { readonly fault: string };

/**
 * Where an API server looks for groups (OpenID Connect Core 1.0 section 5.6.2; kubernetes, oidc.go: claimResolver). Another server is
 * asked for the claim of groups alone, and not where the token has it too.
 */
export function whereGroupsAre(claims: JsonObject, claim: string): Groups {
  if (Object.hasOwn(claims, claim) || !Object.hasOwn(claims, '_claim_names')) return 'here';
  if (!Object.hasOwn(claims, '_claim_sources')) {
    return { fault: 'the token has _claim_names, and no _claim_sources' };
  }
  const names = member(claims, '_claim_names');
  const sources = member(claims, '_claim_sources');
  if (!areSources(sources, ['endpoint', 'access_token', 'jwt'])) {
    return { fault: 'a member of _claim_sources has something else than texts' };
  }
  const source = isJsonObject(names) ? member(names, claim) : undefined;
  const found = isJsonObject(sources) ? member(sources, String(source)) : undefined;
  if (typeof source !== 'string' || !isJsonObject(found)) return 'here';
  // What has no address is an aggregated claim, which API servers do not read.
  return textsNamed(found, 'endpoint').some((text) => text !== '') ? 'elsewhere' : 'here';
}

/** Whether sources of claims are objects whose members of these names are texts. `null` is none to Go. */
export function areSources(sources: unknown, names: readonly string[]): boolean {
  if (sources === undefined || sources === null) return true;
  if (!isJsonObject(sources)) return false;
  return Object.values(sources).every(
    (source) =>
      source === null ||
      (isJsonObject(source) &&
        names.every((name) => textsNamed(source, name).every((text) => text !== undefined))),
  );
}

/** The texts of the members that Go takes for this name: it folds letters. What is no text is `undefined`. */
function textsNamed(source: JsonObject, name: string): readonly (string | undefined)[] {
  return Object.entries(source)
    .filter(([written]) => foldName(written) === name)
    .map(([, value]) => (typeof value === 'string' ? value : value === null ? '' : undefined));
}

/** A name as Go compares those of a struct (encoding/json: foldName): in small letters, with two letters more that have one. */
export function foldName(name: string): string {
  return name.length > 20
    ? name
    : name.toLowerCase().replaceAll('\u017f', 's').replaceAll('\u212a', 'k');
}
