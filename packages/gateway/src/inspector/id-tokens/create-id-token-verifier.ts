import {
  ANY_AUDIENCE,
  type Clock,
  createDefaultEngine,
  createUpstreamKeys,
  createVerifier,
  type FetchDocument,
  loadFromUri,
  type Log,
  silentLog,
  systemClock,
  type Verifier,
} from '@drawbridge/core';
import { pausing } from './pausing.ts';

/** An issuer of ID tokens, and where its keys are. */
export interface IdTokenIssuer {
  /** Compared with `iss` as a string. */
  readonly issuer: string;
  readonly jwksUri: string;
}

/** What ID tokens are held against. */
export interface IdTokenVerifierOptions {
  /** At least one. */
  readonly issuers: readonly IdTokenIssuer[];
  readonly fetchDocument: FetchDocument;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Told where keys cannot be renewed and older ones serve. Default: nobody. */
  readonly log?: Log;
}

/** Where FABRIC's people sign in, and where it publishes its keys. */
export const CILOGON: IdTokenIssuer = {
  issuer: 'https://cilogon.org',
  jwksUri: 'https://cilogon.org/oauth2/certs',
};

/** Seconds, more than the age of any token. */
const ANY_AGE = 1e12;

/**
 * Makes a verifier for what is only shown: it holds a token against its signature, and takes one **however old it is, and
 * whomever it is for**. So nothing may be decided by what it takes. Keys are loaded when they are first needed, and kept.
 *
 * @throws {TypeError} when there is no issuer, one is listed twice, or an address of keys is none
 */
export function createIdTokenVerifier({
  issuers,
  fetchDocument,
  clock = systemClock,
  log = silentLog,
}: IdTokenVerifierOptions): Verifier {
  const engine = createDefaultEngine();
  return createVerifier({
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
        load: pausing(loadFromUri({ jwksUri, fetch: fetchDocument }), clock),
        retryDelay: 0,
        onStale: ({ message }) =>
          log.warn('keys of an issuer of ID tokens not renewed', {
            issuer,
            detail: `the old ones serve: ${message}`,
          }),
      }),
    })),
  });
}
