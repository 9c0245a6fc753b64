/**
 * The part of oidc-provider 9.13 that the try-out system uses; the package ships no types. Nothing
 * of it appears in what `@drawbridge/dev` exports.
 */
declare module 'oidc-provider' {
  import type { JsonWebKey } from 'node:crypto';
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

  /** A record, of which this member means something to its keeper. */
  export interface AdapterPayload {
    readonly consumed?: number;
  }

  /** Where the provider keeps one kind of record. The other methods belong to sign-ins. */
  export interface Adapter {
    find(id: string): Promise<AdapterPayload | undefined>;
    upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void>;
    destroy(id: string): Promise<void>;
    findByUid?(uid: string): Promise<AdapterPayload | undefined>;
    findByUserCode?(code: string): Promise<AdapterPayload | undefined>;
    consume?(id: string): Promise<void>;
    revokeByGrantId?(id: string): Promise<void>;
  }

  export interface Client extends AdapterPayload {
    readonly client_id: string;
    /** Of a confidential client. */
    readonly client_secret?: string;
    readonly application_type?: 'web' | 'native';
    readonly token_endpoint_auth_method: 'client_secret_basic' | 'none';
    readonly grant_types: readonly string[];
    readonly response_types: readonly string[];
    readonly redirect_uris: readonly string[];
    readonly id_token_signed_response_alg: 'RS256';
  }

  /** What somebody agreed to. */
  export interface Grant {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }

  /** A request to sign in, within {@link Context}. */
  export interface SigningIn {
    readonly provider: Provider;
    readonly client: { readonly clientId: string };
    readonly session: { readonly accountId: string };
  }

  interface Account {
    readonly accountId: string;
    claims(): Readonly<Record<string, unknown>>;
  }

  /** What the tokens for an API are like (RFC 8707). */
  interface ResourceServer {
    readonly audience: string;
    readonly scope: string;
    readonly accessTokenFormat: 'jwt';
    readonly accessTokenTTL: number;
  }

  interface ResourceIndicators {
    readonly enabled: boolean;
    readonly defaultResource?: () => readonly string[];
    readonly getResourceServerInfo?: (ctx: Context, resource: string) => ResourceServer;
  }

  /** One request, in the shape of Koa. */
  export interface Context {
    body: unknown;
    type: string;
    readonly oidc: SigningIn & { readonly params: Readonly<Record<string, string | undefined>> };
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
    | 'revocation'
    | 'rpInitiatedLogout'
    | 'userinfo';

  export interface Configuration {
    readonly adapter: (model: string) => Adapter;
    readonly claims: Readonly<Record<string, readonly string[]>>;
    readonly clientAuthMethods: readonly string[];
    readonly clientBasedCORS: () => boolean;
    readonly clients: readonly Client[];
    readonly conformIdTokenClaims?: boolean;
    readonly cookies: { readonly keys: readonly string[] };
    readonly enabledJWA: { readonly idTokenSigningAlgValues: readonly string[] };
    readonly expiresWithSession?: () => boolean;
    readonly features: { readonly [F in Feature]?: { readonly enabled: boolean } } & {
      readonly resourceIndicators: ResourceIndicators;
    };
    readonly findAccount?: (ctx: Context, id: string) => Account | undefined;
    readonly interactions?: { readonly url: (ctx: Context, about: { uid: string }) => string };
    readonly loadExistingGrant?: (ctx: Context) => Promise<Grant>;
    readonly jwks: { readonly keys: readonly JsonWebKey[] };
    readonly renderError: (ctx: Context, out: { readonly error: string }) => void;
    readonly responseTypes: readonly string[];
    readonly scopes: readonly string[];
    /** Lifetimes in seconds. */
    readonly ttl: { readonly IdToken: number } & Readonly<Record<string, number>>;
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
    readonly Grant: new (of: {
      readonly clientId: string;
      readonly accountId: string;
    }) => Grant;
    callback(): RequestListener;
    /** What a person is asked, by the cookies of a request. */
    interactionDetails(
      request: IncomingMessage,
      response: ServerResponse,
    ): Promise<{ readonly uid: string; readonly params: { readonly client_id: string } }>;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: { readonly login: { readonly accountId: string }; readonly consent: object },
    ): Promise<void>;
  }
}
