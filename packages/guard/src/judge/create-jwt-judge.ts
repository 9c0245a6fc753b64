import {
  type Clock,
  createVerifier,
  type Engine,
  type UpstreamIssuer,
  type VerifiedToken,
} from '@drawbridge/core';
import type { AccessToken } from '../caller/access-token.ts';
import type { IssuerOptions } from '../guard-options.ts';
import { checkAuthorizedParty } from './authorized-parties.ts';
import type { Judge } from './judge.ts';
import { JwtAccessToken } from './jwt-access-token.ts';
import type { Profile } from './profiles/profile.ts';
import { PROFILES } from './profiles/profiles.ts';
import { requireDistinct } from './require-distinct.ts';
import type { ResolvedIssuer } from './resolved-issuer.ts';
import { refuseBound } from './sender-constrained.ts';

/** What a judge of JWTs is made of. */
export interface JwtJudgeOptions {
  readonly issuers: readonly ResolvedIssuer[];
  readonly engine: Engine;
  readonly clock: Clock;
}

/** What is asked of a token of an issuer after its signature was found good. */
interface Conditions {
  readonly profile: Profile;
  readonly parties: ReadonlySet<string> | undefined;
  readonly mayBeBound: boolean;
}

/**
 * Makes the judge of all issuers whose tokens are JWTs.
 *
 * @throws {TypeError} when an issuer is listed twice, or has a wrong option
 */
export function createJwtJudge({ issuers, engine, clock }: JwtJudgeOptions): Judge {
  requireDistinct(issuers.map(({ issuer }) => issuer));
  const verifier = createVerifier({ issuers: issuers.map(toUpstream), engine, clock });
  const conditions = new Map(issuers.map(({ issuer, options }) => [issuer, toConditions(options)]));
  /** What became of a token that the verifier remembers, so that it is judged once. */
  const judged = new WeakMap<VerifiedToken, AccessToken>();

  function accept(token: VerifiedToken, text: string): AccessToken {
    const known = judged.get(token);
    if (known !== undefined) return known;
    const asked = conditions.get(token.issuer);
    if (asked === undefined) throw new Error('a verifier knows an issuer that its judge does not');
    asked.profile.check(token);
    if (asked.parties !== undefined) checkAuthorizedParty(token, asked.parties);
    if (!asked.mayBeBound) refuseBound(token);
    const access = new JwtAccessToken(token, text);
    judged.set(token, access);
    return access;
  }

  return {
    async judge(text) {
      return accept(await verifier.verify(text), text);
    },

    async ready() {
      await Promise.all(issuers.map((issuer) => issuer.ready()));
    },
  };
}

function toUpstream({ issuer, keys, options }: ResolvedIssuer): UpstreamIssuer {
  const { audience, algorithms, leeway, maxTokenAge, maxTokenLength } = options;
  const { types, requiredClaims } = PROFILES[options.profile ?? 'generic'];
  return {
    issuer,
    keys,
    audiences: typeof audience === 'string' ? [audience] : audience,
    types,
    requiredClaims: [...requiredClaims, ...(options.requiredClaims ?? [])],
    ...(algorithms !== undefined && { algorithms }),
    ...(leeway !== undefined && { leeway }),
    ...(maxTokenAge !== undefined && { maxTokenAge }),
    ...(maxTokenLength !== undefined && { maxTokenLength }),
  };
}

function toConditions(options: IssuerOptions): Conditions {
  const { profile = 'generic', authorizedParties, senderConstrained } = options;
  return {
    profile: PROFILES[profile],
    parties: authorizedParties === undefined ? undefined : new Set(authorizedParties),
    mayBeBound: senderConstrained === 'checked-by-proxy',
  };
}
