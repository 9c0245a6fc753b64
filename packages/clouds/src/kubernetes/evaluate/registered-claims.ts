import { isJsonObject, type JsonObject, member, quote } from '@drawbridge/core';
import { isInMilliseconds, MILLISECONDS, moment, span } from '../../doctor/measure/moment.ts';
import type { KubernetesRequirement } from '../doctor/requirements.ts';
import { areSources, foldName } from './claim-sources.ts';
import { claimText, claimTexts } from './claim-text.ts';
import { kindOf } from './members.ts';

/** Claims that API servers read before all else, whatever the configuration says. */
const TEXTS = ['iss', 'sub', 'nonce', 'at_hash'] as const;
const TIMES = ['exp', 'iat', 'nbf'] as const;
const READ: readonly string[] = [...TEXTS, ...TIMES, 'aud', '_claim_names', '_claim_sources'];

/** Seconds that a token may be ahead of its time. */
const EARLY = 60;

/** Seconds since 1970 at which the calendar of Go ends (Go, time.Unix): a later time comes out before its beginning. */
const CALENDAR_END = 2 ** 63 - 62_135_596_800;
const BEFORE_ALL = -(2 ** 63);

/** What is wrong with a claim of a token. */
export interface ClaimFault {
  readonly claim: string;
  /** In words that complete a sentence. */
  readonly seen: string;
  readonly wanted: string;
  /** What to do, where that is known. */
  readonly fix?: string;
  /** What is not met, by the name that doctor has for it. */
  readonly requirement: KubernetesRequirement;
}

/**
 * What API servers find wrong with a token before they look at their configuration (coreos/go-oidc v2, verify.go): claims of another
 * type, a source of claims that is not there, and, where a time is given, a token that has ended or has not begun.
 *
 * @param now - seconds since the epoch
 */
export function registeredClaimFault(claims: JsonObject, now?: number): ClaimFault | undefined {
  const form = formFault(claims);
  if (form !== undefined) return { ...form, requirement: 'claims-form' };
  return now === undefined ? undefined : timeFault(claims, now);
}

function formFault(claims: JsonObject): Omit<ClaimFault, 'requirement'> | undefined {
  for (const claim of TEXTS) {
    const text = claimText(claims, claim);
    if (typeof text === 'object') return { claim, seen: text.fault, wanted: 'text' };
  }
  const audience = member(claims, 'aud');
  const audiences = claimTexts(claims, 'aud');
  if (audience !== undefined && audiences !== undefined && 'fault' in audiences) {
    return { claim: 'aud', seen: audiences.fault, wanted: 'text or a list of texts' };
  }
  for (const claim of TIMES) {
    const value = member(claims, claim);
    // That `nbf` may be null is a matter of how go-oidc declares it; an `exp` that is null is told with what has ended.
    if (value === undefined || (value === null && claim !== 'iat')) continue;
    if (secondsOf(value) === undefined) {
      return { claim, seen: `is ${kindOf(value)}, not a number`, wanted: 'a number of seconds' };
    }
  }
  return sourceFault(claims);
}

/**
 * The names of claims that API servers may read in the place of others: Go takes `Sub` for `sub` where it fills a struct, and
 * which of the two then counts is a matter of their order in the token.
 */
export function misspeltClaims(claims: JsonObject): readonly string[] {
  return Object.keys(claims).filter(
    (name) => !READ.includes(name) && READ.includes(foldName(name)),
  );
}

function sourceFault(claims: JsonObject): Omit<ClaimFault, 'requirement'> | undefined {
  const names = member(claims, '_claim_names') ?? {};
  const sources = member(claims, '_claim_sources') ?? {};
  if (!isJsonObject(names)) {
    return { claim: '_claim_names', seen: `is ${kindOf(names)}`, wanted: 'an object of texts' };
  }
  if (!isJsonObject(sources) || !areSources(sources, ['endpoint', 'access_token'])) {
    const wanted = 'an object of objects, with endpoint and access_token as texts';
    return { claim: '_claim_sources', seen: 'is something else', wanted };
  }
  const wanted = 'each claim to name a source that _claim_sources has';
  for (const source of Object.values(names)) {
    if (source !== null && typeof source !== 'string') {
      return { claim: '_claim_names', seen: `has ${kindOf(source)}`, wanted };
    }
    if (source === null || source === '' || !Object.hasOwn(sources, source)) {
      return { claim: '_claim_names', seen: 'names a source that is not there', wanted };
    }
  }
  return undefined;
}

function timeFault(claims: JsonObject, now: number): ClaimFault | undefined {
  const exp = member(claims, 'exp') ?? undefined;
  const end = secondsOf(exp);
  if (end === undefined) return ended('is missing');
  if (end === BEFORE_ALL) {
    return ended(`is ${quote(exp)}, so far away that an API server takes it for long ago`);
  }
  if (end < now) return ended(`is ${moment(end)}, ${span(now - end)} ago`);
  const start = secondsOf(member(claims, 'nbf') ?? undefined);
  if (start !== undefined && start > now + EARLY) {
    const wanted = `a beginning within ${EARLY} seconds`;
    const fault = { requirement: 'token-begun', claim: 'nbf', wanted } as const;
    if (isInMilliseconds(start)) {
      const seen = `is ${start}, which is in milliseconds (${moment(start / 1000)})`;
      return { ...fault, seen, fix: MILLISECONDS };
    }
    return { ...fault, seen: `is ${moment(start)}, in ${span(start - now)}` };
  }
  return undefined;
}

function ended(seen: string): ClaimFault {
  return { requirement: 'token-ended', claim: 'exp', seen, wanted: 'an end that is to come' };
}

/** A time as Go reads it: a number in quotes is one, and what is behind the point is left out. */
export function secondsOf(value: unknown): number | undefined {
  const isNumber =
    typeof value === 'string' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value);
  const number = isNumber ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
  return number >= CALENDAR_END || number < BEFORE_ALL ? BEFORE_ALL : Math.trunc(number);
}
