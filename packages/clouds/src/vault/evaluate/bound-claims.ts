import { isJsonObject, type JsonObject, quote } from '@drawbridge/core';
import { type Finding, unclear, unmet } from '../../trust/finding.ts';
import { listed } from '../../trust/listed.ts';
import { shown } from '../../trust/shown.ts';
import { fixFor } from './check-registered.ts';
import { findClaim, UNCLEAR_INDEX } from './find-claim.ts';
import { compileGoGlob } from './go-glob.ts';
import type { BoundClaim, VaultRole } from './vault-trust.ts';

/** What a comparison says; `undefined` where Vault and OpenBao, or their versions, differ; or there is too much to compare. */
type Match = boolean | undefined | 'too much';

/** How many characters are compared for one claim: of patterns, and of the texts that each is held against. */
const MOST_COMPARED = 100_000_000;

/** How many values are looked at for a star that a person took for a wildcard. */
const MOST_STARRED = 1000;

/** `bound_claims`: all of them must be met, each by any of its values (`validateBoundClaims` of vault-plugin-auth-jwt). */
export function checkBoundClaims(claims: JsonObject, role: VaultRole): readonly Finding[] {
  return role.boundClaims.flatMap((bound) => checkOne(claims, bound, role));
}

function checkOne(claims: JsonObject, bound: BoundClaim, role: VaultRole): readonly Finding[] {
  const { claim, wanted } = bound;
  const at = `${role.title}, bound_claims ${quote(claim)}`;
  const words = role.isGlob ? `a text that matches ${listed(wanted)}` : listed(wanted);
  const found = findClaim(claims, claim);
  if (found.found === 'unclear') {
    return [unclear(at, UNCLEAR_INDEX.seen, words, UNCLEAR_INDEX.fix)];
  }
  if (found.found === 'nothing') {
    return [unmet(at, 'the token has no such claim', words, fixForMissing(claims, claim))];
  }
  const { value } = found;
  const seen = `the claim is ${shown(value)}`;
  switch (matches(value, wanted, role.isGlob)) {
    case true:
      return [];
    case 'too much':
      return [
        unclear(
          at,
          `${sizeOf(value)} of the token and ${wanted.length} of the role are too many to compare here`,
          words,
          `Ask Vault: log in with the token. Or hold it against fewer values: up to ${MOST_COMPARED} characters are compared here for one claim.`,
        ),
      ];
    case undefined:
      return [
        unclear(
          at,
          seen,
          words,
          'Use text, or whole numbers below 2^53: of others the versions of Vault and OpenBao make different texts.',
        ),
      ];
    case false:
      return [unmet(at, seen, words, fixForOther(value, wanted, claim, role.isGlob))];
  }
}

function matches(value: unknown, wanted: readonly unknown[], isGlob: boolean): Match {
  // An object is refused as such; a number within a list has another type in Go than one in a role, and never equals it.
  if (isJsonObject(value)) return false;
  if (typeof value === 'number') {
    return isGlob ? false : anyOf(wanted.map((want) => isSameNumber(value, want)));
  }
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (isGlob) return matchesGlobs(values.filter(isText), wanted.filter(isText));
  const exact = new Set(wanted.filter((want) => typeof want !== 'number'));
  return values.some((one) => exact.has(one));
}

/** A text without a star is one of a set; the others are held against each other, up to a limit. */
function matchesGlobs(values: readonly string[], wanted: readonly string[]): Match {
  const texts = new Set(values);
  if (wanted.some((want) => texts.has(want))) return true;
  const globs = [...new Set(wanted)].filter((want) => want.includes('*'));
  let left = MOST_COMPARED;
  for (const glob of globs) {
    const match = compileGoGlob(glob);
    for (const text of texts) {
      left -= glob.length + text.length;
      if (left < 0) return 'too much';
      if (match(text)) return true;
    }
  }
  return false;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function sizeOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 1;
}

function anyOf(matched: readonly Match[]): Match {
  if (matched.includes(true)) return true;
  return matched.includes(undefined) ? undefined : false;
}

/**
 * Numbers are compared as texts. Of a number with a fraction, OpenBao and Vault up to 1.21 make the text of its whole part, later
 * ones all of it (hashicorp/vault-plugin-auth-jwt, issue 376, read 2026-11).
 */
function isSameNumber(value: number, want: unknown): Match {
  if (typeof want !== 'number') return false;
  const isPlain = (number: number) =>
    !String(number).includes('e') && Math.abs(number) <= Number.MAX_SAFE_INTEGER;
  if (!isPlain(value) || !isPlain(want)) return undefined;
  const exact = value === want;
  return exact === (Math.trunc(value) === want) ? exact : undefined;
}

function fixForMissing(claims: JsonObject, claim: string): string {
  const isInner = claim.startsWith('/');
  const dotted = claim.split('.');
  if (
    !isInner &&
    dotted.length > 1 &&
    findClaim(claims, `/${dotted.join('/')}`).found === 'value'
  ) {
    return `Write ${quote(`/${dotted.join('/')}`)}: a claim within another is named by a JSON pointer.`;
  }
  return 'Have the issuer set the claim, or leave it out of bound_claims.';
}

function fixForOther(
  value: unknown,
  wanted: readonly unknown[],
  claim: string,
  isGlob: boolean,
): string {
  if (
    isScalar(value) &&
    wanted.some((want) => isScalar(want) && want !== value && `${want}` === `${value}`)
  ) {
    const type =
      typeof value === 'string' ? 'text, in quotation marks' : 'no text, without quotation marks';
    return `Write the value as the token does, as ${type}: the types must be the same.`;
  }
  if (typeof value !== 'string') {
    return Array.isArray(value) && value.some((one) => typeof one === 'number')
      ? 'Have the issuer write text: Vault finds no number in a list.'
      : 'Set bound_claims to what the claim of your tokens is.';
  }
  const texts = wanted.filter(isText);
  const starred = texts
    .slice(0, MOST_STARRED)
    .find((want) => want.includes('*') && compileGoGlob(want)(value));
  if (!isGlob && starred !== undefined) {
    return `Set bound_claims_type to glob: without it ${quote(starred)} is compared letter by letter.`;
  }
  return fixFor([value], texts, 'bound_claims', claim);
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
