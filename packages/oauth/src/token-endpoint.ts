import type { SigningKey } from '@drawbridge/core';

/** A request of this package: what is handed to {@link FetchToken}. */
export interface TokenRequestInit {
  readonly method: 'POST';
  readonly headers: Record<string, string>;
  /** Form-encoded. It holds secrets. */
  readonly body: URLSearchParams;
  /** Redirects are never followed: the token would go where nobody vouched for. */
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

/**
 * How this package reaches the network: it is handed this function. The platform's own `fetch` is
 * one; on Node, `tokenFetch` of the HTTP client of `@drawbridge/node` is, which goes through proxies
 * and says what went wrong on the way.
 */
export type FetchToken = (url: string, init: TokenRequestInit) => Promise<Response>;

/**
 * How a client proves who it is, by the names that `token_endpoint_auth_method` has for it
 * (RFC 7591 section 2). `none` names the client and proves nothing.
 */
export type ClientAuthentication =
  | { readonly method: 'none'; readonly clientId: string }
  | {
      /** RFC 8705: the certificate of the connection is the proof, which {@link TokenEndpoint.fetch} brings. */
      readonly method: 'tls_client_auth' | 'self_signed_tls_client_auth';
      readonly clientId: string;
    }
  | {
      /** RFC 7523 section 2.2: a JWT that the client signs for this one request. */
      readonly method: 'private_key_jwt';
      readonly clientId: string;
      /** Its public key is registered with the authorization server. */
      readonly key: SigningKey;
      /** What the JWT is for: the issuer of the server. Default: the address of the endpoint. */
      readonly audience?: string;
    }
  | {
      /** RFC 6749 section 2.3.1: with `Authorization: Basic`, or in the body. */
      readonly method: 'client_secret_basic' | 'client_secret_post';
      readonly clientId: string;
      readonly clientSecret: string;
    };

/** A token endpoint (RFC 6749 section 3.2), and how it is asked. */
export interface TokenEndpoint {
  /** Absolute: https, or http on this machine alone, for what goes there is secret. */
  readonly url: string;
  readonly fetch: FetchToken;
  /** Default: the request says nothing of a client. */
  readonly client?: ClientAuthentication;
  /** Milliseconds that one request may take, its answer included. Default: 20,000. */
  readonly timeout?: number;
}
