import {
  type Clock,
  createVerifier,
  DrawbridgeError,
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

/** What a judge of JWTs is made of. */
export interface JwtJudgeOptions {
  readonly issuers: readonly ResolvedIssuer[];
  readonly engine: Engine;
  readonly clock: Clock;
  /** How many good tokens are remembered, and for how long. */
  readonly cache: TokenCacheOptions;
}

/**
 * Makes the judge of all issuers whose tokens are JWTs.
 *
 * @throws {TypeError} when an issuer is listed twice, or has a wrong option
 */
export function createJwtJudge({ issuers, ...parts }: JwtJudgeOptions): Judge {
  requireDistinct(issuers.map(({ issuer }) => issuer));
  const verifier = createVerifier({ issuers: issuers.map(toUpstream), ...parts });

  async function accept(token: Promise<VerifiedToken>, text: string): Promise<AccessToken> {
    return new JwtAccessToken(await token, text);
  }

  return {
    judge(text) {
      const token = verifier.verifySoon(text);
      return 'expiresAt' in token ? new JwtAccessToken(token, text) : accept(token, text);
    },

    async ready() {
      await Promise.all(issuers.map((issuer) => issuer.ready()));
    },
  };
}

function toUpstream({ issuer, keys, options }: ResolvedIssuer): UpstreamIssuer {
  const { audience, algorithms, leeway, maxTokenAge, maxTokenLength } = options;
  const { paddedBase64, audienceParameter } = options;
  const profile = PROFILES[options.profile ?? 'generic'];
  return {
    issuer,
    keys,
    audiences: typeof audience === 'string' ? [audience] : audience,
    types: profile.types,
    requiredClaims: [...profile.requiredClaims, ...(options.requiredClaims ?? [])],
    check: createCheck(profile, options),
    ...(algorithms !== undefined && { algorithms }),
    ...(leeway !== undefined && { leeway }),
    ...(maxTokenAge !== undefined && { maxTokenAge }),
    ...(maxTokenLength !== undefined && { maxTokenLength }),
    ...(paddedBase64 !== undefined && { paddedBase64 }),
    ...(audienceParameter !== undefined && { audienceParameter }),
  };
}

/** Makes what judges a token of an issuer after its signature, times and audience were found good. */
function createCheck(
  profile: Profile,
  { authorizedParties, senderConstrained }: IssuerOptions,
): NonNullable<UpstreamIssuer['check']> {
  const parties = authorizedParties && new Set(authorizedParties);
  const mayBeBound = senderConstrained === 'checked-by-proxy';
  return (token) => {
    profile.check(token);
    const party = parties && partyFault(token.claims, parties);
    if (party !== undefined) throw new DrawbridgeError('client_not_allowed', { detail: party });
    if (!mayBeBound) refuseBound(token);
  };
}
