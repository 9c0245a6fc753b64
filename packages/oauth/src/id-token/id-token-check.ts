import {
  type Clock,
  createDefaultEngine,
  createUpstreamKeys,
  createVerifier,
  DrawbridgeError,
  epochSeconds,
  type FetchDocument,
  halfHash,
  loadFromUri,
  systemClock,
  type VerifiedToken,
} from '@drawbridge/core';
import type { Provider } from '../provider/provider.ts';

/** Whose ID tokens are checked, and for whom they must be. */
export interface IdTokenCheckOptions {
  readonly provider: Pick<Provider, 'issuer' | 'jwksUri'>;
  readonly clientId: string;
  readonly fetchDocument: FetchDocument;
  /** Seconds by which the provider's clock and ours may differ. Default: 30. */
  readonly leeway?: number;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** What one ID token must say beside that. */
export interface IdTokenWanted {
  /** As it was sent; not there: none was. */
  readonly nonce?: string;
  /** What came with it: where the token has `at_hash`, it is the hash of this. */
  readonly accessToken?: string;
  /** The same for `c_hash`. */
  readonly code?: string;
  /** Seconds, as `max_age` was sent. */
  readonly maxAge?: number | undefined;
  /** `acr_values` as they were sent: one of them must be met. */
  readonly acrValues?: string | undefined;
}

/** Checks ID tokens (OpenID Connect Core 1.0 section 3.1.3.7). */
export interface IdTokenCheck {
  /**
   * Has the keys at hand, so that a check of what comes next need not wait for them.
   *
   * @throws {DrawbridgeError} of kind `upstream` when they cannot be had
   */
  prepare(): Promise<void>;
  /** @throws {DrawbridgeError} of kind `token` for one that is not accepted; of kind `upstream` when its keys cannot be had */
  check(idToken: string, wanted?: IdTokenWanted): Promise<VerifiedToken>;
}

const LEEWAY = 30;
/** The provider itself hands over what is checked here, so that nobody can make a flood of loads with made-up keys. */
const COOL_DOWN = 0;

/** Makes the check for one client of one provider. Keys are loaded when they are first needed. */
export function createIdTokenCheck(options: IdTokenCheckOptions): IdTokenCheck {
  const { provider, clientId, fetchDocument, leeway = LEEWAY, clock = systemClock } = options;
  const engine = createDefaultEngine();
  const keys = createUpstreamKeys({
    engine,
    clock,
    issuer: provider.issuer,
    coolDown: COOL_DOWN,
    load: loadFromUri({ jwksUri: provider.jwksUri, fetch: fetchDocument }),
  });
  const verifier = createVerifier({
    engine,
    clock,
    issuers: [{ issuer: provider.issuer, audiences: [clientId], keys, leeway }],
  });

  return {
    async prepare() {
      await keys.warm();
    },

    async check(idToken, wanted = {}) {
      const token = await verifier.verify(idToken);
      requireOwnParty(token, clientId);
      // A token that nobody sent a nonce for may have one all the same, as refreshed ones do.
      if (wanted.nonce !== undefined && token.claim('nonce') !== wanted.nonce) {
        throw refuse(token, 'claim_invalid', 'its nonce is not that of this sign-in');
      }
      await requireHash(token, 'at_hash', wanted.accessToken, 'access token');
      await requireHash(token, 'c_hash', wanted.code, 'code');
      if (wanted.maxAge !== undefined) requireRecent(token, wanted.maxAge);
      requireAcr(token, wanted.acrValues);
      return token;
    },
  };

  /** Of several audiences, `azp` says for which of them it was given. */
  function requireOwnParty(token: VerifiedToken, client: string): void {
    const party = token.claim('azp');
    if (party !== undefined && party !== client) {
      throw refuse(token, 'audience_mismatch', 'its azp names another client');
    }
    const audience = token.claim('aud');
    if (party === undefined && Array.isArray(audience) && audience.length > 1) {
      throw refuse(
        token,
        'claim_missing',
        'it is for several, and no azp says that it was given to this client',
      );
    }
  }

  async function requireHash(
    token: VerifiedToken,
    claim: 'at_hash' | 'c_hash',
    of: string | undefined,
    what: string,
  ): Promise<void> {
    const stated = token.claim(claim);
    if (of === undefined || stated === undefined) return;
    if (stated === (await halfHash(engine, token.alg, of))) return;
    throw refuse(
      token,
      'token_mismatch',
      `its ${claim} is not that of the ${what} that came with it`,
    );
  }

  function requireRecent(token: VerifiedToken, maxAge: number): void {
    const at = token.claim('auth_time');
    if (typeof at !== 'number') {
      throw refuse(token, 'claim_missing', 'it has no auth_time, though max_age was asked for');
    }
    if (at + maxAge + leeway >= epochSeconds(clock)) return;
    throw refuse(
      token,
      'token_too_old',
      `the person proved who it is more than ${maxAge} seconds ago`,
    );
  }
}

function requireAcr(token: VerifiedToken, asked: string | undefined): void {
  const values = asked?.split(' ').filter((value) => value !== '') ?? [];
  const acr = token.claim('acr');
  // An acr asked for so is a wish (section 5.5.1.1): a provider that says nothing of it has not refused.
  if (values.length === 0 || acr === undefined || values.some((value) => value === acr)) return;
  throw refuse(token, 'claim_invalid', 'its acr is none of those that were asked for');
}

function refuse(
  { fingerprint, issuer }: VerifiedToken,
  code:
    | 'audience_mismatch'
    | 'claim_invalid'
    | 'claim_missing'
    | 'token_mismatch'
    | 'token_too_old',
  why: string,
): DrawbridgeError {
  return new DrawbridgeError(code, {
    detail: `the ID token of ${issuer} was thrown away: ${why}`,
    hint: 'Sign in again. If it happens again, tell whoever runs the provider.',
    token: fingerprint,
    issuer,
  });
}
