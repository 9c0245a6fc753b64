import { type JsonObject, member, quote } from '@drawbridge/core';
import type { Groups } from './groups.ts';
import { toldElsewhere } from './told-elsewhere.ts';

/** How a provider tells groups. */
export interface GroupsClaim {
  /** Letter by letter, `https://example.com/groups` too. */
  readonly claim: string;
  /** So many, and some may have been left out without a word; and who leaves them out. */
  readonly limit?: { readonly count: number; readonly by: string };
}

/**
 * Reads the groups of a token that was verified.
 *
 * Unknown is what a token leaves out: a claim that is not there, one that is told elsewhere (OpenID Connect Core 1.0 section
 * 5.6.2, `_claim_names`; `hasgroups` of Microsoft Entra), one of another form, or one as long as the provider cuts it.
 */
export function readGroups(claims: JsonObject, { claim, limit }: GroupsClaim): Groups {
  const elsewhere = toldElsewhere(claims, claim);
  if (elsewhere !== undefined) return unknown(elsewhere);
  const value = member(claims, claim);
  if (value === undefined) return unknown(`the token has no claim ${quote(claim)}`);
  const listed = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(listed) || !listed.every(isGroup)) {
    return unknown(`the claim ${quote(claim)} is no list of names`);
  }
  if (limit !== undefined && listed.length >= limit.count) {
    return unknown(
      `the claim ${quote(claim)} has ${listed.length} groups, and ${limit.by} leaves some out at ${limit.count}`,
    );
  }
  return { kind: 'known', groups: [...new Set(listed)], claim };
}

function isGroup(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function unknown(reason: string): Groups {
  return { kind: 'unknown', reason };
}
