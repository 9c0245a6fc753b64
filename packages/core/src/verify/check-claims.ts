import { type JsonObject, member } from '../encoding/json.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { quote } from '../errors/quote.ts';
import { ANY_AUDIENCE } from './any-audience.ts';

/** What the claims of a token are held against. */
export interface ClaimPolicy {
  readonly audiences: ReadonlySet<string> | typeof ANY_AUDIENCE;
  /** The header parameter that stands for `aud`; `undefined` for none. */
  readonly audienceParameter?: string | undefined;
  readonly requiredClaims: readonly string[];
  /** Seconds. */
  readonly leeway: number;
  /** Seconds since `iat`; `undefined` for no limit. */
  readonly maxTokenAge: number | undefined;
}

const NOTHING: JsonObject = {};

/**
 * Judges times, audience and required claims (RFC 7519 section 4.1).
 *
 * @param now - seconds since the epoch
 * @param header - for an audience that is there. Default: an empty one
 * @returns the token's `exp`
 * @throws {DrawbridgeError} `claim_missing`, `claim_invalid`, `token_expired`,
 *   `token_not_yet_valid`, `token_too_old`, `audience_mismatch`
 */
export function checkClaims(
  claims: JsonObject,
  policy: ClaimPolicy,
  now: number,
  header: JsonObject = NOTHING,
): number {
  const expiresAt = numericDate(claims, 'exp');
  if (expiresAt === undefined) throw missing('exp');
  if (expiresAt <= now - policy.leeway) {
    throw new DrawbridgeError('token_expired', {
      detail: `the token expired ${now - expiresAt} seconds ago`,
    });
  }
  for (const name of ['nbf', 'iat']) {
    const from = numericDate(claims, name);
    if (from !== undefined && from > now + policy.leeway) {
      throw new DrawbridgeError('token_not_yet_valid', {
        detail: `the token's ${name} lies ${from - now} seconds ahead`,
      });
    }
  }
  if (policy.maxTokenAge !== undefined) checkAge(claims, policy.maxTokenAge, now - policy.leeway);
  const parameter = policy.audienceParameter;
  if (parameter === undefined) checkAudience(member(claims, 'aud'), policy.audiences, 'aud');
  else checkAudience(member(header, parameter), policy.audiences, parameter);
  for (const name of policy.requiredClaims) {
    if (isAbsent(member(claims, name))) throw missing(name);
  }
  const subject = member(claims, 'sub');
  if (subject !== undefined && typeof subject !== 'string') throw invalid('sub', 'a string');
  return expiresAt;
}

/** From when on {@link checkClaims} refuses claims that it took, in seconds since the epoch. @param expiresAt - their `exp` */
export function acceptedUntil(claims: JsonObject, policy: ClaimPolicy, expiresAt: number): number {
  const { leeway, maxTokenAge } = policy;
  const issuedAt = maxTokenAge === undefined ? undefined : numericDate(claims, 'iat');
  if (maxTokenAge === undefined || issuedAt === undefined) return expiresAt + leeway;
  return Math.min(expiresAt, issuedAt + maxTokenAge) + leeway;
}

/** @param now - seconds since the epoch, on the clock that favours the token most */
function checkAge(claims: JsonObject, maxAge: number, now: number): void {
  const issuedAt = numericDate(claims, 'iat');
  if (issuedAt === undefined) throw missing('iat');
  if (issuedAt + maxAge <= now) {
    throw new DrawbridgeError('token_too_old', {
      detail: `the token was issued more than ${maxAge} seconds ago`,
    });
  }
}

function checkAudience(value: unknown, accepted: ClaimPolicy['audiences'], name: string): void {
  if (isAbsent(value)) throw missing(name);
  const audiences: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!audiences.every((audience) => typeof audience === 'string')) {
    throw invalid(name, 'a string or a list of strings');
  }
  // A rule may pass the list on, and nobody knows what a relying party makes of an empty name.
  if (audiences.includes('')) throw invalid(name, 'a list without empty strings');
  if (accepted === ANY_AUDIENCE) {
    if (audiences.length === 0) {
      throw new DrawbridgeError('audience_mismatch', {
        detail: `the token's ${name} names nobody`,
      });
    }
    return;
  }
  if (!audiences.some((audience) => accepted.has(audience))) {
    throw new DrawbridgeError('audience_mismatch', {
      detail: `the token's audience, ${quote(value)}, is not one of ${[...accepted].join(', ')}`,
    });
  }
}

/** RFC 7519 allows fractions, but clouds refuse them and no issuer that counts sends them. */
function numericDate(claims: JsonObject, name: string): number | undefined {
  const value = member(claims, name);
  if (value === undefined) return undefined;
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw invalid(name, 'a whole number of seconds');
  }
  return value as number;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function missing(name: string): DrawbridgeError {
  return new DrawbridgeError('claim_missing', { detail: `the token has no ${name}` });
}

function invalid(name: string, wanted: string): DrawbridgeError {
  return new DrawbridgeError('claim_invalid', { detail: `the token's ${name} is not ${wanted}` });
}
