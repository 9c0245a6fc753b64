import {
  type Clock,
  createVerifier,
  deepFreeze,
  type Engine,
  type TokenCacheOptions,
  type UpstreamIssuer,
  type VerifiedToken,
} from '@drawbridge/core';
import type { AccessToken } from '../caller/access-token.ts';
import type { IssuerOptions } from '../options/guard-options.ts';
import { partyFault } from './authorized-parties.ts';
import type { Judge } from './judge.ts';
import { JwtAccessToken } from './jwt-access-token.ts';
import type { Profile } from './profiles/profile.ts';
import { PROFILES } from './profiles/profiles.ts';
import { requireDistinct } from './require-distinct.ts';
import type { ResolvedIssuer } from './resolved-issuer.ts';
import { refuseBound } from './sender-constrained.ts';
import { tokenFault } from './token-fault.ts';

/** What a judge of JWTs is made of. */
export interface JwtJudgeOptions {
  readonly issuers: readonly ResolvedIssuer[];
  readonly engine: Engine;
  readonly clock: Clock;
  /** How many good tokens are remembered, and for how long. Default: none are. */
  readonly cache?: TokenCacheOptions;
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
export function createJwtJudge({ issuers, ...parts }: JwtJudgeOptions): Judge {
  requireDistinct(issuers.map(({ issuer }) => issuer));
  const verifier = createVerifier({ issuers: issuers.map(toUpstream), ...parts });
  const conditions = new Map(issuers.map(({ issuer, options }) => [issuer, toConditions(options)]));
  /** Tokens that the verifier remembers were judged once. Their texts are remembered by nobody. */
  const accepted = new WeakSet<VerifiedToken>();

  function accept(token: VerifiedToken, text: string): AccessToken {
    if (!accepted.has(token)) judgeOnce(token);
    return new JwtAccessToken(token, text);
  }

  function judgeOnce(token: VerifiedToken): void {
    const asked = conditions.get(token.issuer);
    if (asked === undefined) throw new Error('a verifier knows an issuer that its judge does not');
    asked.profile.check(token);
    const party = asked.parties && partyFault(token.claims, asked.parties);
    if (party !== undefined) throw tokenFault(token, 'client_not_allowed', party);
    if (!asked.mayBeBound) refuseBound(token);
    // A verifier that remembers has done so.
    if (!Object.isFrozen(token.claims)) deepFreeze(token.claims);
    accepted.add(token);
  }

  async function acceptLater(token: Promise<VerifiedToken>, text: string): Promise<AccessToken> {
    return accept(await token, text);
  }

  return {
    judge(text) {
      const token = verifier.verify(text);
      return 'expiresAt' in token ? accept(token, text) : acceptLater(token, text);
    },

    async ready() {
      await Promise.all(issuers.map((issuer) => issuer.ready()));
    },
  };
}

function toUpstream({ issuer, keys, options }: ResolvedIssuer): UpstreamIssuer {
  const { audience, algorithms, leeway, maxTokenAge, maxTokenLength } = options;
  const { paddedBase64, audienceParameter } = options;
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
    ...(paddedBase64 !== undefined && { paddedBase64 }),
    ...(audienceParameter !== undefined && { audienceParameter }),
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
