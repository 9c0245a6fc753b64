import {
  ANY_AUDIENCE,
  type Clock,
  createDefaultEngine,
  createUpstreamKeys,
  createVerifier,
  decodeToken,
  type DrawbridgeError,
  epochSeconds,
  type FetchDocument,
  loadFromUri,
  type JsonObject,
  systemClock,
  toDrawbridgeError,
  type VerifiedToken,
} from '@drawbridge/core';
import type { IdTokens } from './id-tokens.ts';

/** An issuer of ID tokens, and where its keys are. */
export interface IdTokenIssuer {
  /** Compared with `iss` as a string. */
  readonly issuer: string;
  readonly jwksUri: string;
}

/** What reads ID tokens. */
export interface IdTokensOptions {
  readonly issuers: readonly IdTokenIssuer[];
  readonly fetchDocument: FetchDocument;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** Where FABRIC's people sign in, and where it publishes its keys. */
export const CILOGON: IdTokenIssuer = {
  issuer: 'https://cilogon.org',
  jwksUri: 'https://cilogon.org/oauth2/certs',
};

/** Seconds, more than the age of any token: what was signed is shown however old it is, and said to be. */
const ANY_AGE = 1e12;
/** Seconds by which an issuer's clock and ours may differ before anything is said of it. */
const LEEWAY = 30;

/**
 * Makes what reads ID tokens. Keys are loaded when they are first needed, and kept. A token is held against its signature
 * alone: whom it is for is not looked at, since nothing is decided by it.
 *
 * @throws {TypeError} for an issuer that is listed twice, or whose address of keys is none
 */
export function createIdTokens({
  issuers,
  fetchDocument,
  clock = systemClock,
}: IdTokensOptions): IdTokens {
  if (issuers.length === 0) return UNVERIFIED_ID_TOKENS;
  const engine = createDefaultEngine();
  const verifier = createVerifier({
    engine,
    clock,
    issuers: issuers.map(({ issuer, jwksUri }) => ({
      issuer,
      audiences: ANY_AUDIENCE,
      requiredClaims: [],
      leeway: ANY_AGE,
      keys: createUpstreamKeys({
        issuer,
        engine,
        clock,
        load: loadFromUri({ jwksUri, fetch: fetchDocument }),
      }),
    })),
  });
  return {
    async read(idToken) {
      try {
        const token = await verifier.verify(idToken);
        const warnings = timeWarnings(token, epochSeconds(clock));
        return { claims: token.claims, isVerified: true, warnings };
      } catch (thrown) {
        return unverified(idToken, inWords(toDrawbridgeError(thrown)));
      }
    },
  };
}

/** Of an inspector that knows no issuer. */
export const UNVERIFIED_ID_TOKENS: IdTokens = {
  async read(idToken) {
    return unverified(idToken, 'no issuer is configured whose keys it could be held against');
  },
};

function unverified(idToken: string, why: string) {
  const claims = claimsOf(idToken);
  const shown =
    claims === undefined ? 'and nothing of it can be shown' : 'and anybody may have written it';
  return {
    claims,
    isVerified: false,
    warnings: [`The ID token was not verified, ${shown}: ${why}.`],
  };
}

function claimsOf(idToken: string): JsonObject | undefined {
  try {
    return decodeToken(idToken).claims;
  } catch {
    return undefined;
  }
}

function inWords({ kind, code, publicMessage }: DrawbridgeError): string {
  if (code === 'issuer_unknown') return 'the keys of its issuer are not configured here';
  if (kind === 'upstream') return 'the keys of its issuer cannot be had at the moment';
  return `${publicMessage.replace(/\.$/, '')} (${code})`;
}

function timeWarnings(token: VerifiedToken, now: number): readonly string[] {
  const { expiresAt } = token;
  if (expiresAt <= now) {
    return [`The ID token expired at ${new Date(expiresAt * 1000).toISOString()}.`];
  }
  const isAhead = ['nbf', 'iat'].some((name) => Number(token.claim(name) ?? 0) > now + LEEWAY);
  return isAhead
    ? ['The ID token is not valid yet: its clock is ahead of that of this machine.']
    : [];
}
