import {
  ANY_AUDIENCE,
  checkClaims,
  type ClaimPolicy,
  DrawbridgeError,
  type ErrorCode,
  type JsonObject,
  member,
  quote,
} from '@drawbridge/core';
import type { Introspection } from '@drawbridge/oauth';

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

/** What access tokens are called in `token_use`, where issuers have that. */
const ACCESS_USES = new Set<unknown>(['access', 'access_token']);

/** Keycloak's claim `typ`, in lower case, of what is no access token. */
const OTHER_KINDS = new Set(['id', 'refresh', 'offline', 'logout']);

/** What an ID token or a logout token has, and an access token never. */
const OTHERS_CLAIMS = ['at_hash', 'c_hash', 's_hash', 'events'];

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
  if (policy.parties !== undefined) checkParty(claims, policy.parties);
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
      'Where the proxy checks that, set senderConstrained to "checked-by-proxy".',
    );
  }
  const kind = member(claims, 'typ');
  const use = member(claims, 'token_use') ?? 'access';
  const why =
    !isBound && type.toLowerCase() !== 'bearer'
      ? `its token_type is ${quote(type)}`
      : typeof kind === 'string' && OTHER_KINDS.has(kind.toLowerCase())
        ? `its typ is ${quote(kind)}`
        : ACCESS_USES.has(use)
          ? nameOfOthersClaim(claims)
          : `its token_use is ${quote(use)}`;
  if (why === undefined) return;
  throw fault(
    'token_type_not_allowed',
    `the token is no access token: ${why}`,
    'See which token the proxy forwards: the access token is needed, not the ID or refresh token.',
  );
}

function nameOfOthersClaim(claims: JsonObject): string | undefined {
  const name = OTHERS_CLAIMS.find((other) => member(claims, other) !== undefined);
  return name && `it has the claim ${name}`;
}

function checkParty(claims: JsonObject, parties: ReadonlySet<string>): void {
  const azp = member(claims, 'azp');
  const client = azp === undefined ? member(claims, 'client_id') : azp;
  if (typeof client === 'string' && parties.has(client)) return;
  throw fault(
    'client_not_allowed',
    client === undefined
      ? 'the answer about the token has neither azp nor client_id, and authorizedParties is set'
      : `the token was issued to the client ${quote(client)}, which is not in authorizedParties`,
  );
}

function fault(code: ErrorCode, detail: string, hint?: string): DrawbridgeError {
  return new DrawbridgeError(code, { detail, ...(hint !== undefined && { hint }) });
}
