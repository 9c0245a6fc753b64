import type { Clock, Engine, FetchDocument, Log, Sealer, Store } from '@drawbridge/core';
import type { ClientAuthentication, FetchToken } from '@drawbridge/oauth';

/** What background tokens are made of. */
export interface BackgroundTokensOptions {
  /** Whose users delegate: as the discovery document names it, and as callers' tokens do. */
  readonly issuer: string;
  /** How this service proves to the provider who it is: the client that tokens are exchanged and refreshed by. */
  readonly client: ClientAuthentication;
  /** Where delegations are kept: shared by all processes that go on with them. */
  readonly store: Store;
  /** Makes what is kept unreadable: `createSealer` of core. */
  readonly sealer: Sealer;
  /** Default: `token_endpoint` of the issuer's discovery document. */
  readonly tokenEndpoint?: string;
  /** Default: `revocation_endpoint` of the discovery document; where it has none, nothing is revoked. */
  readonly revocationEndpoint?: string;
  /** Address of the discovery document. Default: the issuer's own. */
  readonly openIdConnectUrl?: string;
  /**
   * What is done with the refresh token of the proxy's session. `use`: it is used instead of an exchange. Where the provider
   * rotates refresh tokens, that may sign the user out of the proxy. Default: `refuse`, it is not touched.
   */
  readonly sessionRefreshToken?: 'refuse' | 'use';
  /**
   * The URN that an exchange asks for (RFC 8693 section 2.1). Default: that of a refresh token. Some providers give one
   * beside an access token alone: `urn:ietf:params:oauth:token-type:access_token`.
   */
  readonly requestedTokenType?: string;
  /** Delegations that one user has at a time, 100 at most; a further one ends the oldest. Default: 100. */
  readonly maxPerUser?: number;
  /** How the endpoints are asked. Default: the platform's `fetch`. */
  readonly fetch?: FetchToken;
  /** How the discovery document is fetched. Default: `createFetchDocument()` of core. */
  readonly fetchDocument?: FetchDocument;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Default: nobody is told. */
  readonly log?: Log;
  /** Hashes handles. Default: the runtime's. */
  readonly engine?: Engine;
}
