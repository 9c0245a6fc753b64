import {
  ANY_AUDIENCE,
  type Clock,
  createVerifier,
  DrawbridgeError,
  type Engine,
  type Revocations,
  type UpstreamIssuer,
  type VerifiedToken,
} from '@drawbridge/core';
import type { Identified } from '../identity/identity-token.ts';
import { userOf, type UserOfOptions } from '../user/user-of.ts';
import { readBearerToken } from './bearer-token.ts';
import { requireAccessToken } from './require-access-token.ts';

/** An issuer whose tokens stand for a session. */
export interface BearerIssuer extends UserOfOptions {
  /** At least one audience is named: a token for anybody is none for the apps here. */
  readonly trust: UpstreamIssuer;
}

/** What bearer tokens are judged by. */
export interface BearerOptions {
  readonly issuers: readonly BearerIssuer[];
  readonly engine: Engine;
  readonly clock: Clock;
  /** Tokens, sessions of providers and people that were ended before their time. Default: none are. */
  readonly revocations?: Pick<Revocations, 'isRevoked'> | undefined;
}

/** Judges the bearer token of a request. */
export interface Bearer {
  /**
   * @param values - of the Authorization fields
   * @returns whose token it is; `undefined` where there is none
   * @throws {DrawbridgeError} for a token that is not accepted: nothing else that came with it counts then
   */
  identify(values: readonly string[]): Promise<Identified | undefined>;
}

/** `JWT` and none are what most issuers of access tokens write; `at+jwt` is RFC 9068. */
const TYPES = [undefined, 'JWT', 'at+jwt'];

/** Tokens that are remembered, and for how many seconds. What was ended is looked for each time. */
const CACHE = { maxTokens: 10_000, maxAge: 300 };

/**
 * Makes {@link Bearer}.
 *
 * @throws {TypeError} for an issuer without an audience, or that is there twice
 */
export function createBearer({ issuers, engine, clock, revocations }: BearerOptions): Bearer {
  for (const { provider, trust } of issuers) {
    if (trust.audiences !== ANY_AUDIENCE) continue;
    throw new TypeError(
      `the issuer ${provider} of bearer tokens has no audience: name one that its tokens for these apps have, since each of its tokens would be let in otherwise`,
    );
  }
  const verifier = createVerifier({
    issuers: issuers.map(({ trust }) => ({
      types: TYPES,
      ...trust,
      ...withSubject(trust),
      check(token: VerifiedToken) {
        requireAccessToken(token);
        return trust.check?.(token);
      },
    })),
    engine,
    clock,
    cache: CACHE,
  });
  const readers = new Map(issuers.map((issuer) => [issuer.trust.issuer, issuer]));

  async function requireUnended(token: VerifiedToken): Promise<void> {
    // Of an answer that is neither yes nor no, nobody knows what it means.
    const revoked: unknown = revocations === undefined ? false : await revocations.isRevoked(token);
    if (revoked === false) return;
    throw new DrawbridgeError('token_revoked', { token: token.fingerprint, issuer: token.issuer });
  }

  return {
    async identify(values) {
      const text = readBearerToken(values);
      if (text === undefined) return undefined;
      const token = await verifier.verify(text);
      const reader = readers.get(token.issuer);
      if (reader === undefined) throw new DrawbridgeError('issuer_unknown');
      await requireUnended(token);
      const id = await engine.sha256Text(text);
      return { user: userOf(token, reader), id, endsAt: token.expiresAt };
    },
  };
}

/** Who has no `sub` is nobody. */
function withSubject({
  requiredClaims = ['iat'],
}: UpstreamIssuer): Pick<UpstreamIssuer, 'requiredClaims'> {
  return { requiredClaims: [...new Set(['sub', ...requiredClaims])] };
}
