import {
  checkClaims,
  type Clock,
  decodeToken,
  DrawbridgeError,
  epochSeconds,
  type FetchDocument,
  type JsonObject,
  type Log,
  member,
} from '@drawbridge/core';
import { createIdTokenCheck, type IdTokenCheck } from '@drawbridge/oauth';
import type { VouchOauthSettings } from '../vouch-settings.ts';
import { findIssuer } from './find-issuer.ts';

/** What an ID token is judged with. */
export interface IdTokenSurroundings {
  readonly settings: VouchOauthSettings;
  readonly fetchDocument: FetchDocument;
  readonly clock: Clock;
  readonly log: Log;
}

/** What one ID token must go with. */
export interface IdTokenCompany {
  /** `undefined`: none was sent. */
  readonly nonce: string | undefined;
  readonly accessToken: string;
  readonly code: string;
}

/** Judges the ID tokens of one client. @throws {DrawbridgeError} of kind `token` for one that is not accepted; of kind `upstream` when it cannot be known */
export type JudgeIdToken = (idToken: string, company: IdTokenCompany) => Promise<JsonObject>;

/** Seconds by which the provider's clock and ours may differ. */
const LEEWAY = 30;

/** The two that say in tokens alone who it is: there, one that is not verified counts for nothing. */
const BY_TOKEN: ReadonlySet<string> = new Set(['adfs', 'azure']);

/**
 * Makes the judge of ID tokens. The issuer is found when the first comes, once, and its keys verify the signature. Where there is no issuer to be found, the token came from the
 * token endpoint over TLS all the same (OpenID Connect Core 1.0 section 3.1.3.7, item 6): its claims are checked, and it is said once
 * that the signature was not.
 */
export function createJudgeIdToken(surroundings: IdTokenSurroundings): JudgeIdToken {
  const { settings, fetchDocument, clock, log } = surroundings;
  const { clientId } = settings;
  let known: Promise<IdTokenCheck | undefined> | undefined;

  async function find(): Promise<IdTokenCheck | undefined> {
    const provider = await findIssuer(settings, fetchDocument);
    if (provider !== undefined) {
      return createIdTokenCheck({ provider, clientId, fetchDocument, clock, leeway: LEEWAY });
    }
    if (!BY_TOKEN.has(settings.provider)) {
      log.warn('the signatures of ID tokens are not verified', {
        provider: settings.provider,
        detail:
          'no discovery document names oauth.token_url as its token_endpoint, so that nobody knows whose keys they are signed with: give oauth.issuer',
      });
    }
    return undefined;
  }

  function finder(): Promise<IdTokenCheck | undefined> {
    known ??= find().catch((thrown: unknown) => {
      known = undefined;
      throw thrown;
    });
    return known;
  }

  return async (idToken, { nonce, accessToken, code }) => {
    const check = await finder();
    if (check !== undefined) {
      const wanted = { accessToken, code, ...(nonce !== undefined && { nonce }) };
      return (await check.check(idToken, wanted)).claims;
    }
    if (BY_TOKEN.has(settings.provider)) {
      throw new DrawbridgeError('upstream_invalid', {
        detail: `${settings.provider} says who it is in the ID token, and no discovery document above oauth.token_url tells whose keys it is signed with`,
        hint: 'Give oauth.issuer.',
      });
    }
    return checkUnsigned(idToken, nonce);
  };

  function checkUnsigned(idToken: string, nonce: string | undefined): JsonObject {
    const { header, claims } = decodeToken(idToken);
    const alg = member(header, 'alg');
    if (typeof alg !== 'string' || alg.toLowerCase() === 'none' || idToken.endsWith('.')) {
      throw refuse('algorithm_not_allowed', 'it is not signed');
    }
    checkClaims(
      claims,
      {
        audiences: new Set([clientId]),
        requiredClaims: ['iss', 'sub'],
        leeway: LEEWAY,
        maxTokenAge: undefined,
      },
      epochSeconds(clock),
    );
    const party = member(claims, 'azp');
    if (party !== undefined && party !== clientId) {
      throw refuse('audience_mismatch', 'its azp names another client');
    }
    if (nonce !== undefined && member(claims, 'nonce') !== nonce) {
      throw refuse('claim_invalid', 'its nonce is not that of this sign-in');
    }
    return claims;
  }
}

function refuse(
  code: 'algorithm_not_allowed' | 'audience_mismatch' | 'claim_invalid',
  why: string,
): DrawbridgeError {
  return new DrawbridgeError(code, {
    detail: `the ID token was thrown away: ${why}`,
    hint: 'Sign in again. If it happens again, tell whoever runs the provider.',
  });
}
