import { type Algorithm, type Clock, type FetchDocument, systemClock } from '@drawbridge/core';
import type { ClientAuthentication } from '@drawbridge/oauth';
import type { AccessTokenProfile } from './access-claims.ts';
import { createFaultGate, type TestFaults } from './faults.ts';
import { answerIntrospection } from './introspection-endpoint.ts';
import { createKnownTokens } from './known-tokens.ts';
import { createRefreshFamilies, type Grant } from './refresh-families.ts';
import { createSigner, type Signer } from './signer.ts';
import { TEST_CLIENT, type TestClient } from './test-clients.ts';
import { createDocumentFetch } from './test-documents.ts';
import { answerTokenRequest } from './token-endpoint.ts';
import { beginGrant, type TestTokenSet } from './token-set.ts';
import { answerDocument, createWebFace, type WebFace, type WebFetch } from './web-face.ts';

export interface TestIssuerOptions {
  /** Default: `https://issuer.test`. */
  readonly issuer?: string;
  /** One key is made for each. Default: RS256 alone. */
  readonly algorithms?: readonly Algorithm[];
  /** The `aud` of tokens that do not say otherwise. Default: `drawbridge`. */
  readonly audience?: string;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /**
   * Issuers with the same key name share their keys within a process, which makes
   * them cheap. Default: `test`.
   */
  readonly keyName?: string;
  /** Whether to make keys that nobody else has. Default: false. */
  readonly freshKeys?: boolean;
  /** What access tokens look like. Default: `generic`. */
  readonly profile?: AccessTokenProfile;
  /** Who may ask the token endpoint and the introspection endpoint. Default: {@link TEST_CLIENT} alone. */
  readonly clients?: readonly TestClient[];
}

/** What a sign-in grants. */
export interface GrantOptions {
  /** Default: the issuer's first client. */
  readonly clientId?: string;
  /** Default: `openid profile`. */
  readonly scope?: string;
  /** Default: `rotated`. A `kept` one is not repeated in later answers (RFC 6749 section 6). */
  readonly refresh?: Grant['refresh'];
  /** Default: `always`. `first` gives one after the sign-in and none with renewed access tokens. */
  readonly idToken?: Grant['idToken'];
}

/**
 * An OpenID issuer without a socket: its documents come through `fetch`, and everything that it serves through
 * `handle` and `webFetch`.
 */
export interface TestIssuer extends Signer, TestFaults, WebFace {
  readonly fetch: FetchDocument;
  readonly clients: readonly TestClient[];
  /** An access token as a header field of a request: `{ authorization: 'Bearer …' }`. */
  bearer(
    ...parameters: Parameters<Signer['issueAccess']>
  ): Promise<{ readonly authorization: string }>;
  /** The tokens of somebody who signed in; the refresh token is good for the token endpoint. @param claims - of both JWTs */
  grant(claims?: Readonly<Record<string, unknown>>, options?: GrantOptions): Promise<TestTokenSet>;
  /** An access token that is no JWT: the introspection endpoint knows its claims. */
  issueOpaque(
    claims?: Readonly<Record<string, unknown>>,
    options?: Pick<GrantOptions, 'clientId' | 'scope'>,
  ): string;
  /** Ends a token for the introspection endpoint, and a refresh token with its whole family. */
  revoke(token: string): void;
  /** What a guard needs to know to accept this issuer's tokens: `createGuard({ ...issuer.guardOptions })`. */
  readonly guardOptions: {
    readonly issuer: string;
    readonly audience: string;
    readonly fetch: FetchDocument;
    readonly clock: Clock;
  };
  /** The same for a guard that asks: `introspection({ ...issuer.introspectionOptions })`. */
  readonly introspectionOptions: {
    readonly issuer: string;
    readonly audience: string;
    readonly endpoint: string;
    readonly client: ClientAuthentication;
    readonly fetch: WebFetch;
    readonly clock: Clock;
  };
}

let freshNames = 0;

/** Makes an in-process OpenID issuer (OpenID Connect Discovery 1.0 sections 3 and 4). */
export async function createTestIssuer(options: TestIssuerOptions = {}): Promise<TestIssuer> {
  const {
    issuer = 'https://issuer.test',
    algorithms = ['RS256'],
    audience = 'drawbridge',
    clock = systemClock,
    keyName = options.freshKeys === true ? `fresh${++freshNames}` : 'test',
    profile = 'generic',
    clients = [TEST_CLIENT],
  } = options;
  const base = issuer.replace(/\/$/, '');
  const addresses = {
    discovery: `${base}/.well-known/openid-configuration`,
    jwks: `${base}/jwks.json`,
    token: `${base}/token`,
    introspection: `${base}/introspect`,
  };
  const firstClient: TestClient = clients[0] ?? TEST_CLIENT;
  const signer = await createSigner({
    issuer,
    audience,
    algorithms,
    clock,
    keyName,
    profile,
    clientId: firstClient.clientId,
  });
  const families = createRefreshFamilies();
  const known = createKnownTokens(signer, families);
  const gate = createFaultGate();
  const discovery = () => ({
    issuer,
    jwks_uri: addresses.jwks,
    token_endpoint: addresses.token,
    introspection_endpoint: addresses.introspection,
    grant_types_supported: ['client_credentials', 'refresh_token'],
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    scopes_supported: ['openid', 'profile'],
    id_token_signing_alg_values_supported: algorithms,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  });
  const endpoints = { signer, families, clients, profile };
  const web = createWebFace(
    addresses,
    {
      discovery: (request) => answerDocument(request, discovery()),
      jwks: (request) => answerDocument(request, signer.jwks()),
      token: (request) => answerTokenRequest(request, endpoints),
      introspection: (request) => answerIntrospection(request, clients, known),
    },
    gate,
  );
  const fetch = createDocumentFetch(addresses, { discovery, jwks: signer.jwks }, gate);

  return {
    ...signer,
    ...gate.faults,
    ...web,
    fetch,
    clients,
    bearer: async (...parameters) => ({
      authorization: `Bearer ${await signer.issueAccess(...parameters)}`,
    }),
    grant(claims = {}, given = {}) {
      const { clientId = firstClient.clientId, scope = 'openid profile' } = given;
      const { refresh = 'rotated', idToken = 'always' } = given;
      const person = { sid: crypto.randomUUID(), ...claims };
      const grant = { clientId, scope, claims: person, refresh, idToken };
      return beginGrant(signer, families, grant, profile);
    },
    issueOpaque(claims, { clientId = firstClient.clientId, scope = 'openid profile' } = {}) {
      const usual = { token_type: 'Bearer', client_id: clientId, scope };
      return known.issueOpaque(signer.claims({ ...usual, ...claims }));
    },
    revoke: known.revoke,
    guardOptions: { issuer, audience, fetch, clock },
    introspectionOptions: {
      issuer,
      audience,
      endpoint: addresses.introspection,
      client: authenticationOf(firstClient),
      fetch: web.webFetch,
      clock,
    },
  };
}

function authenticationOf({ clientId, clientSecret }: TestClient): ClientAuthentication {
  return clientSecret === undefined
    ? { method: 'none', clientId }
    : { method: 'client_secret_basic', clientId, clientSecret };
}
