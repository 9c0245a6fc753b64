/**
 * The part of oidc-provider 9.13 that the try-out system uses; the package ships no types. Nothing
 * of it appears in what `@drawbridge/dev` exports.
 */
declare module 'oidc-provider' {
  import type { JsonWebKey } from 'node:crypto';
  import type { RequestListener } from 'node:http';

  /** Where the provider keeps one kind of record. The other methods belong to flows we leave out. */
  export interface Adapter {
    find(id: string): Promise<undefined>;
    upsert(id: string, payload: object, expiresIn: number): Promise<void>;
    destroy(id: string): Promise<void>;
  }

  export interface Client {
    readonly client_id: string;
    readonly client_secret: string;
    readonly token_endpoint_auth_method: 'client_secret_basic';
    readonly grant_types: readonly string[];
    readonly response_types: readonly string[];
    readonly redirect_uris: readonly string[];
    readonly id_token_signed_response_alg: 'RS256';
  }

  /** One request, in the shape of Koa. */
  export interface Context {
    body: unknown;
    type: string;
    readonly oidc: { readonly params: Readonly<Record<string, string | undefined>> };
  }

  type Feature =
    | 'claimsParameter'
    | 'clientCredentials'
    | 'devInteractions'
    | 'deviceFlow'
    | 'dPoP'
    | 'introspection'
    | 'pushedAuthorizationRequests'
    | 'registration'
    | 'requestObjects'
    | 'resourceIndicators'
    | 'revocation'
    | 'rpInitiatedLogout'
    | 'userinfo';

  export interface Configuration {
    readonly adapter: (model: string) => Adapter;
    readonly claims: Readonly<Record<string, readonly string[]>>;
    readonly clientAuthMethods: readonly string[];
    readonly clientBasedCORS: () => boolean;
    readonly clients: readonly Client[];
    readonly cookies: { readonly keys: readonly string[] };
    readonly enabledJWA: { readonly idTokenSigningAlgValues: readonly string[] };
    readonly features: { readonly [F in Feature]?: { readonly enabled: boolean } };
    readonly jwks: { readonly keys: readonly JsonWebKey[] };
    readonly renderError: (ctx: Context, out: { readonly error: string }) => void;
    readonly responseTypes: readonly string[];
    readonly scopes: readonly string[];
    /** Lifetimes in seconds. */
    readonly ttl: { readonly IdToken: number };
  }

  interface IdToken {
    /** Its claims, by the configuration, are the ones that go into the token. */
    scope: string;
    set(claim: string, value: unknown): void;
    issue(options: { readonly use: 'idtoken' }): Promise<string>;
  }

  export class Provider {
    constructor(issuer: string, configuration: Configuration);
    /** Of Koa: whether to keep faults of requests off the console. */
    silent: boolean;
    readonly IdToken: new (
      claims: Readonly<Record<string, unknown>>,
      options: { readonly ctx: Context },
    ) => IdToken;
    registerGrantType(
      name: string,
      handler: (ctx: Context) => Promise<void>,
      parameters: readonly string[],
    ): void;
    callback(): RequestListener;
  }
}
