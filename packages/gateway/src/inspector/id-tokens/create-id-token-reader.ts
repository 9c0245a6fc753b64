import {
  type Clock,
  decodeToken,
  type DrawbridgeError,
  epochSeconds,
  type JsonObject,
  systemClock,
  toDrawbridgeError,
  type VerifiedToken,
  type Verifier,
} from '@drawbridge/core';
import type { IdTokenReader, ReadIdToken } from './id-token-reader.ts';

/** What reads ID tokens. */
export interface IdTokenReaderOptions {
  /** See `createIdTokenVerifier`: one that refuses what has expired would leave it unverified. */
  readonly verifier: Pick<Verifier, 'verify'>;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** Seconds by which an issuer's clock and ours may differ before anything is said of it. */
const LEEWAY = 30;

/** Makes an {@link IdTokenReader}. */
export function createIdTokenReader({
  verifier,
  clock = systemClock,
}: IdTokenReaderOptions): IdTokenReader {
  return {
    async read(idToken) {
      try {
        const token = await verifier.verify(idToken);
        return { claims: token.claims, warnings: timeWarnings(token, epochSeconds(clock)) };
      } catch (thrown) {
        return unverified(idToken, inWords(toDrawbridgeError(thrown)));
      }
    },
  };
}

/** That of an inspector which knows no issuer. */
export const UNVERIFIED_ID_TOKENS: IdTokenReader = {
  async read(idToken) {
    return unverified(idToken, 'no issuer is configured whose keys it could be held against');
  },
};

function unverified(idToken: string, why: string): ReadIdToken {
  const claims = claimsOf(idToken);
  const shown =
    claims === undefined ? 'and nothing of it can be shown' : 'and anybody may have written it';
  return {
    claims,
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
