import type { ANY_AUDIENCE, Clock, Engine, FetchDocument } from '@drawbridge/core';
import type { ClientAuthentication, FetchToken } from '@drawbridge/oauth';

/** An issuer that is asked about its tokens, and on which conditions they are accepted. */
export interface IntrospectionOptions {
  /** As the discovery document names it. Tokens that are JWTs come here when their `iss` is this. */
  readonly issuer: string;
  /** Address of the introspection endpoint. Default: `introspection_endpoint` of the issuer's discovery document. */
  readonly endpoint?: string;
  /** Address of the discovery document. Default: the issuer's own. */
  readonly openIdConnectUrl?: string;
  /**
   * How this API proves to the endpoint who it is. Default: it does not, which few endpoints allow. A JWT of
   * `private_key_jwt` is for the issuer, unless its `audience` says otherwise; a certificate is brought by `fetch`.
   */
  readonly client?: ClientAuthentication;
  /**
   * The answer's `aud` must hold one of these: the name of this API. A token without `aud` is refused; for an issuer
   * that never says it there is `ANY_AUDIENCE` of `@drawbridge/core`, whose page says what is lost.
   */
  readonly audience: string | readonly string[] | typeof ANY_AUDIENCE;
  /** Whether tokens that are no JWTs come here. Default: true. */
  readonly opaque?: boolean;
  /** Clients whose tokens are accepted, by the answer's `azp` or `client_id`. Default: any. */
  readonly authorizedParties?: readonly string[];
  /** As for an issuer of JWTs: what is done with a token that is bound to a key. Default: `refuse`. */
  readonly senderConstrained?: 'refuse' | 'checked-by-proxy';
  /** Seconds by which the issuer's clock and ours may differ, 3,600 at most. Default: 30. */
  readonly leeway?: number;
  /** Characters. Default: 20,000. */
  readonly maxTokenLength?: number;
  /**
   * How many active tokens are remembered, and for how many seconds at most: so long a token that was ended is still
   * accepted. Default: 10,000 and 60. With `maxAge: 0` every request asks.
   */
  readonly cache?: { readonly maxTokens?: number; readonly maxAge?: number };
  /** Requests to the endpoint that may be under way; beyond, callers are told to come again. Default: 100. */
  readonly maxInFlight?: number;
  /** Milliseconds that one request may take. Default: 5,000. */
  readonly timeout?: number;
  /** How the endpoint is asked. Default: the platform's `fetch`. */
  readonly fetch?: FetchToken;
  /** How the discovery document is fetched. Default: `createFetchDocument()` of core. */
  readonly fetchDocument?: FetchDocument;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Hashes tokens. Default: the runtime's. */
  readonly engine?: Engine;
}
