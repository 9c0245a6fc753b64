import type { Algorithm, Clock, Engine, FetchDocument, KeySource, Log } from '@drawbridge/core';
import type { TokenName } from '../caller/caller.ts';
import type { HeaderProfile } from '../headers/header-profile.ts';
import type { TokenIntrospection } from '../judge/judge.ts';
import type { Revocations } from '../judge/revocations.ts';
import type { ProxyProof } from '../proxy/proxy-proof.ts';

/**
 * What an access token of an issuer looks like.
 *
 * - `generic`: what OpenID providers have in common; ID, refresh and logout tokens that can be told as such are refused
 * - `rfc9068`: RFC 9068 to the letter: `typ` at+jwt, and `client_id`, `iat`, `jti`, `sub` in the claims
 * - `keycloak`: the claim `typ` is `Bearer`
 */
export type TokenProfile = 'generic' | 'rfc9068' | 'keycloak';

/** An issuer whose access tokens are JWTs, and on which conditions they are accepted. */
export interface IssuerOptions {
  /**
   * As `iss` has it, compared as text. Default: {@link openIdConnectUrl} without
   * `/.well-known/openid-configuration`. One of the two must be given.
   */
  readonly issuer?: string;
  /** Address of the discovery document. Default: the issuer's own. Also shown in OpenAPI documents. */
  readonly openIdConnectUrl?: string;
  /** Address of the keys, for an issuer without a discovery document. */
  readonly jwksUri?: string;
  /** The keys themselves, or where they are found. Nothing is fetched then. */
  readonly keys?: KeySource;
  /** The token's `aud` must hold one of these: the name of this API, not that of a client. */
  readonly audience: string | readonly string[];
  /** Clients whose tokens are accepted, by the token's `azp` or `client_id`. Default: any. */
  readonly authorizedParties?: readonly string[];
  /** Default: `generic`. */
  readonly profile?: TokenProfile;
  /** Default: every asymmetric algorithm that Drawbridge knows. */
  readonly algorithms?: readonly Algorithm[];
  /** Claims that a token must have beside those of its profile. */
  readonly requiredClaims?: readonly string[];
  /** Seconds by which the issuer's clock and ours may differ, 3,600 at most. Default: 30. */
  readonly leeway?: number;
  /** Seconds after its `iat` for which a token is accepted. Default: no limit but its `exp`. */
  readonly maxTokenAge?: number;
  /** Characters. Default: 20,000. */
  readonly maxTokenLength?: number;
  /** The proxy's own client ids, of which an ID token's `aud` must hold one. Default: the access token's `azp` or `client_id`. */
  readonly idTokenAudience?: string | readonly string[];
  /**
   * A token with `cnf` is bound to a key that its sender must prove to hold (RFC 8705, RFC 9449), and
   * behind a proxy nobody has proved that to us. `refuse` refuses it; `checked-by-proxy` takes it as
   * the bearer token that it then is. Default: `refuse`.
   */
  readonly senderConstrained?: 'refuse' | 'checked-by-proxy';
  /** For an AWS load balancer, which pads its base64. Default: false. */
  readonly paddedBase64?: boolean;
  /** Name of a header parameter of the token that stands for `aud`, where a platform has it so. */
  readonly audienceParameter?: string;
}

/** What a protected resource tells of itself (RFC 9728 section 2). */
export interface ResourceOptions {
  /**
   * The API's public address, an https URL without a fragment (http on this machine alone): where its metadata are
   * found goes by it.
   */
  readonly url: string;
  /** For people. */
  readonly name?: string;
  /** Where people read about it. */
  readonly documentation?: string;
  /** Those that its clients may ask for. */
  readonly scopes?: readonly string[];
}

/** How a guard judges requests. */
export interface GuardSettings {
  /**
   * What a request must carry. The access token is always needed: nothing else proves who calls.
   * Default: `['access']`.
   */
  readonly required?: readonly TokenName[];
  /** Default: `BEARER`, which reads `Authorization: Bearer` alone. */
  readonly headers?: HeaderProfile;
  /**
   * Who is let in as nobody: `refuse` nobody, `absent` who sends no token at all, `any` also who sends one that is
   * not accepted. Default: `refuse`.
   */
  readonly anonymous?: 'refuse' | 'absent' | 'any';
  /**
   * Whether the ID token's `at_hash` must be that of the access token (OpenID Connect Core 1.0 section
   * 3.1.3.6). It goes stale when a proxy renews the access token alone. Default: `ifPresent`.
   */
  readonly atHash?: 'require' | 'ifPresent' | 'off';
  /** Default: no proof is asked for. */
  readonly proxy?: ProxyProof;
  /** Tokens and sessions that were ended before their time. Default: none are. */
  readonly revocations?: Revocations;
  /** `rfc6750` tells by 400, 401 and 403 what is wrong; `forbidden` says 403 to everything. Default: `rfc6750`. */
  readonly refusals?: 'rfc6750' | 'forbidden';
  /** For the challenge. Default: none. */
  readonly realm?: string;
  /** Default: no metadata are served. */
  readonly resource?: ResourceOptions;
  /** How the scheme is called in OpenAPI documents. Default: `oidc`, without a description. */
  readonly scheme?: { readonly name?: string; readonly description?: string };
  /**
   * Whether adapters leave the header fields that carry tokens in the request, where the application may
   * log or forward them. Default: false.
   */
  readonly keepHeaders?: boolean;
  /** How many verified access tokens are remembered, as many ID tokens, and for how many seconds at most. Default: 10,000 and 300. */
  readonly cache?: { readonly maxTokens?: number; readonly maxAge?: number };
  /** How documents are fetched. Default: `createFetchDocument()` of core, which is the platform's `fetch`. */
  readonly fetch?: FetchDocument;
  /** Default: silent. */
  readonly log?: Log;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Default: the runtime's. */
  readonly engine?: Engine;
}

/** Options of a guard with one issuer, or with several; conditions of an issuer beside a list of them would do nothing. */
export type GuardOptions = GuardSettings &
  (
    | (IssuerOptions & { readonly issuers?: never })
    | ({ readonly issuers: readonly (IssuerOptions | TokenIntrospection)[] } & {
        readonly [Name in keyof IssuerOptions]?: never;
      })
  );
