import {
  ANY_AUDIENCE,
  checkClaims,
  type ClaimPolicy,
  DrawbridgeError,
  type ErrorCode,
  type JsonObject,
  member,
  otherKindFault,
  quote,
} from '@drawbridge/core';
import type { Introspection } from '@drawbridge/oauth';
import { partyFault } from '../judge/authorized-parties.ts';
import { OTHER_KIND_HINT } from '../judge/other-kind-hint.ts';
import { BOUND_HINT } from '../judge/sender-constrained.ts';

/** On which conditions an answer is accepted. */
export interface AnswerPolicy {
  readonly issuer: string;
  readonly audiences: ClaimPolicy['audiences'];
  readonly parties: ReadonlySet<string> | undefined;
  /** Whether a token that is bound to a key may be taken as a bearer token. */
  readonly mayBeBound: boolean;
  /** Seconds. */
  readonly leeway: number;
  /** Seconds for which an answer without `exp` counts. */
  readonly maxAge: number;
}

/** Values of `token_type` (RFC 6749 section 7.1) of tokens that are bound to a key. */
const BOUND_TYPES = new Set(['dpop', 'pop', 'mac']);

/**
 * Judges what an issuer says of a token (RFC 7662 section 2.2): active, an access token, of this issuer, for this API.
 *
 * @param now - seconds since the epoch
 * @returns the end of the token in seconds since the epoch: its `exp`, or how long the answer counts without one
 * @throws {DrawbridgeError} of kind `token`
 */
export function judgeAnswer(answer: Introspection, policy: AnswerPolicy, now: number): number {
  if (!answer.active) throw new DrawbridgeError('token_inactive');
  const { claims } = answer;
  checkIssuer(claims, policy.issuer);
  checkKind(claims, policy.mayBeBound);
  const expiresAt = checkClaims(completed(claims, policy, now), claimPolicy(policy), now);
  const party = policy.parties && partyFault(claims, policy.parties);
  if (party !== undefined) throw fault('client_not_allowed', party);
  return expiresAt;
}

/** `exp` is optional in an answer, and `aud` for an issuer that is known to leave it out. */
function completed(claims: JsonObject, { audiences, maxAge }: AnswerPolicy, now: number) {
  return {
    // The smallest time that is not over yet: the answer counts for the request at hand in any case.
    exp: now + Math.max(1, maxAge),
    ...(audiences === ANY_AUDIENCE && { aud: 'any' }),
    ...claims,
  };
}

function claimPolicy({ audiences, leeway }: AnswerPolicy): ClaimPolicy {
  return { audiences, leeway, requiredClaims: [], maxTokenAge: undefined };
}

function checkIssuer(claims: JsonObject, issuer: string): void {
  const iss = member(claims, 'iss');
  if (iss === undefined || iss === issuer) return;
  throw fault(
    'issuer_unknown',
    `${issuer} was asked about the token, and says that it is of ${quote(iss)}`,
  );
}

function checkKind(claims: JsonObject, mayBeBound: boolean): void {
  const type = member(claims, 'token_type') ?? 'Bearer';
  if (typeof type !== 'string') throw fault('claim_invalid', 'its token_type is not a string');
  const isBound = BOUND_TYPES.has(type.toLowerCase()) || member(claims, 'cnf') !== undefined;
  if (isBound && !mayBeBound) {
    throw fault(
      'token_bound',
      'the token is bound to a key of its sender, by its token_type or cnf',
      BOUND_HINT,
    );
  }
  const why =
    isBound || type.toLowerCase() === 'bearer'
      ? otherKindFault(claims)
      : `the token is no access token: its token_type is ${quote(type)}`;
  if (why !== undefined) throw fault('token_type_not_allowed', why, OTHER_KIND_HINT);
}

function fault(code: ErrorCode, detail: string, hint?: string): DrawbridgeError {
  return new DrawbridgeError(code, { detail, ...(hint !== undefined && { hint }) });
}
