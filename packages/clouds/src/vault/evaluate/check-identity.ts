import { type JsonObject, member, quote } from '@drawbridge/core';
import { type Finding, unclear, unmet } from '../../trust/finding.ts';
import { shown } from '../../trust/shown.ts';
import { findClaim, type FoundClaim, UNCLEAR_INDEX } from './find-claim.ts';
import type { VaultRole } from './vault-trust.ts';

/** The claim that becomes the name of the alias. */
export function findUserClaim(claims: JsonObject, role: VaultRole): FoundClaim {
  const { userClaim, isUserClaimPointer } = role;
  if (isUserClaimPointer) return findClaim(claims, userClaim);
  const value = member(claims, userClaim) ?? undefined;
  return value === undefined ? { found: 'nothing' } : { found: 'value', value };
}

/** `user_claim`: text that is not empty (`createIdentity` of vault-plugin-auth-jwt, and Vault's identity store). */
export function checkUserClaim(claims: JsonObject, role: VaultRole): readonly Finding[] {
  const { userClaim, isUserClaimPointer, title } = role;
  const at = `${title}, user_claim ${quote(userClaim)}`;
  const wanted = 'a claim with text';
  const found = findUserClaim(claims, role);
  if (found.found === 'unclear')
    return [unclear(at, UNCLEAR_INDEX.seen, wanted, UNCLEAR_INDEX.fix)];
  const value = found.found === 'value' ? found.value : undefined;
  if (typeof value === 'string' && value !== '') {
    if (!isUserClaimPointer || userClaim !== 'aud') return [];
    const fix =
      'Set user_claim_json_pointer to false: with it OpenBao makes a list of aud, and Vault does not.';
    return [unclear(at, 'user_claim_json_pointer is true', wanted, fix)];
  }
  const isLostPointer = userClaim.startsWith('/') && !isUserClaimPointer;
  const fix = isLostPointer
    ? 'Set user_claim_json_pointer to true: without it the pointer is taken for the name of a claim.'
    : 'Set user_claim to a claim that all of your tokens have, and that is text, such as sub.';
  const seen = value === undefined ? 'the token has no such claim' : `the claim is ${shown(value)}`;
  return [unmet(at, seen, wanted, fix)];
}

/** `claim_mappings`: a claim that is missing is left out, and one that is not text refuses the token. */
export function checkMappedClaims(claims: JsonObject, role: VaultRole): readonly Finding[] {
  return role.mappedClaims.flatMap((claim) => {
    const at = `${role.title}, claim_mappings ${quote(claim)}`;
    const found = findClaim(claims, claim);
    if (found.found === 'nothing') return [];
    if (found.found === 'unclear') {
      return [unclear(at, UNCLEAR_INDEX.seen, 'text, or no such claim', UNCLEAR_INDEX.fix)];
    }
    const seen = `the claim is ${shown(found.value)}`;
    if (typeof found.value !== 'string') {
      const fix = 'Leave the claim out of claim_mappings: metadata is text alone.';
      return [unmet(at, seen, 'text, or no such claim', fix)];
    }
    if (claim !== 'aud') return [];
    const fix =
      'Leave aud out of claim_mappings: OpenBao makes a list of it, and refuses that, and Vault does not.';
    return [unclear(at, seen, 'text', fix)];
  });
}

/** `groups_claim`: text, or a list of text; a name that is empty is left out. */
export function checkGroups(claims: JsonObject, role: VaultRole): readonly Finding[] {
  const { groupsClaim, title } = role;
  if (groupsClaim === '') return [];
  const at = `${title}, groups_claim ${quote(groupsClaim)}`;
  const wanted = 'text or a list of text';
  const found = findClaim(claims, groupsClaim);
  if (found.found === 'unclear')
    return [unclear(at, UNCLEAR_INDEX.seen, wanted, UNCLEAR_INDEX.fix)];
  if (found.found === 'nothing') {
    const fix =
      'Have the issuer set the claim, or leave groups_claim out: Vault refuses a token without it.';
    return [unmet(at, 'the token has no such claim', wanted, fix)];
  }
  const { value } = found;
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (names.every((name) => typeof name === 'string')) return [];
  return [
    unmet(at, `the claim is ${shown(value)}`, wanted, 'Have the issuer write a list of text.'),
  ];
}
