import { isJsonObject, type JsonObject, member, quote } from '@drawbridge/core';

/**
 * Why a token does not tell a claim that it says is to be had elsewhere (OpenID Connect Core 1.0 section 5.6.2), or says only
 * to be there, as a sentence without its full stop; `undefined` where it says no such thing.
 *
 * @param name - of the claim
 */
export function toldElsewhere(claims: JsonObject, name: string): string | undefined {
  const names = member(claims, '_claim_names');
  if (isJsonObject(names) && member(names, name) !== undefined) {
    return `the claim ${quote(name)} is too long for the token, which says where to ask for it instead (_claim_names)`;
  }
  const flag = member(claims, 'hasgroups');
  if (name === 'groups' && (flag === true || flag === 'true')) {
    return 'there are too many groups for the token, which says only that there are some (hasgroups)';
  }
  return undefined;
}
