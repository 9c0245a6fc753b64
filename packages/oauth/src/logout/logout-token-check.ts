import {
  type Clock,
  createDefaultEngine,
  createUpstreamKeys,
  createVerifier,
  DrawbridgeError,
  type FetchDocument,
  isJsonObject,
  loadFromUri,
  member,
  systemClock,
  type VerifiedToken,
} from '@drawbridge/core';
import type { Provider } from '../provider/provider.ts';

/** Whose logout tokens are checked, and for whom they must be. */
export interface LogoutTokenCheckOptions {
  readonly provider: Pick<Provider, 'issuer' | 'jwksUri'>;
  readonly clientId: string;
  readonly fetchDocument: FetchDocument;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** What a provider says that it ended: one session of its own, or all of a person. */
export type LogoutToken = {
  readonly issuer: string;
  /** `jti`. A token is good once: whoever acts on it remembers this. */
  readonly id: string;
  /** Seconds since the epoch; from then on no check takes the token, and its `jti` need not be remembered. */
  readonly acceptedUntil: number;
} & (
  | { readonly sid: string; readonly subject?: string }
  | { readonly sid?: never; readonly subject: string }
);

/** Checks logout tokens (OpenID Connect Back-Channel Logout 1.0 section 2.6). */
export interface LogoutTokenCheck {
  /**
   * Whether it was checked before is not looked at: that is for whoever has a store.
   *
   * @throws {DrawbridgeError} of kind `token` for one that is not accepted, and for every other kind of token; of kind
   *   `upstream` when its keys cannot be had
   */
  check(logoutToken: string): Promise<LogoutToken>;
}

/** The member of `events` that makes a logout token of a JWT (section 2.4). */
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** Seconds. The standard recommends two minutes for `exp`; whoever sends it later has had it lying about. */
const MAX_AGE = 300;
/** Seconds by which the provider's clock and ours may differ. */
const LEEWAY = 30;
/**
 * `logout+jwt` is recommended and not required, so that there are providers without it (section 2.4). A token without a
 * type is told from an ID token by its `events`, which no ID token has, and by having no `nonce`.
 */
const TYPES = ['logout+jwt', 'JWT', undefined];

/**
 * Makes the check for one client of one provider. Keys are loaded when they are first needed, and no oftener for tokens that
 * name keys which nobody has: anybody may send those.
 */
export function createLogoutTokenCheck(options: LogoutTokenCheckOptions): LogoutTokenCheck {
  const { provider, clientId, fetchDocument, clock = systemClock } = options;
  const { issuer, jwksUri } = provider;
  const engine = createDefaultEngine();
  const keys = createUpstreamKeys({
    engine,
    clock,
    issuer,
    load: loadFromUri({ jwksUri, fetch: fetchDocument }),
  });
  const verifier = createVerifier({
    engine,
    clock,
    issuers: [
      {
        issuer,
        audiences: [clientId],
        keys,
        leeway: LEEWAY,
        maxTokenAge: MAX_AGE,
        types: TYPES,
        requiredClaims: ['iat', 'jti', 'events'],
        check: requireLogout,
      },
    ],
  });
  return { check: async (logoutToken) => toLogout(await verifier.verify(logoutToken)) };
}

function requireLogout(token: VerifiedToken): undefined {
  const events = token.claim('events');
  if (!isJsonObject(events) || !isJsonObject(member(events, EVENT))) {
    throw refuse('claim_invalid', 'its events do not say that somebody was signed out');
  }
  // What is taken for a logout token must never be good as an ID token, and the other way round.
  if (token.claim('nonce') !== undefined) {
    throw refuse('claim_invalid', 'it has a nonce, as an ID token has');
  }
  for (const name of ['jti', 'sid', 'sub']) {
    const value = token.claim(name);
    if (value !== undefined && (typeof value !== 'string' || value === '')) {
      throw refuse('claim_invalid', `its ${name} is not a string with something in it`);
    }
  }
  if (token.claim('sid') === undefined && token.claim('sub') === undefined) {
    throw refuse('claim_missing', 'it has neither sid nor sub, and so ends nothing');
  }
}

function refuse(code: 'claim_invalid' | 'claim_missing', why: string): DrawbridgeError {
  return new DrawbridgeError(code, {
    detail: `what came as a logout token is none: ${why}`,
    hint: 'Nothing was ended. If the provider sent it, tell whoever runs the provider.',
  });
}

function toLogout(token: VerifiedToken): LogoutToken {
  const sid = token.claim('sid') as string | undefined;
  const subject = token.claim('sub') as string | undefined;
  const end = Math.min(token.expiresAt, (token.claim('iat') as number) + MAX_AGE);
  return {
    issuer: token.issuer,
    id: token.claim('jti') as string,
    acceptedUntil: end + LEEWAY,
    ...(sid === undefined
      ? { subject: subject as string }
      : { sid, ...(subject !== undefined && { subject }) }),
  };
}
