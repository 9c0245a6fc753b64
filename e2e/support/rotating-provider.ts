import { createPrivateKey, type X509Certificate } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { generateKey } from '@drawbridge/core';
import {
  holdBackNotices,
  importOidcProvider,
} from '../../packages/dev/src/provider/quiet-import.ts';
import type { Certificate } from '../../tools/certify.ts';
import { listenHere } from './serve-here.ts';
import type { Stage } from './stage.ts';

/** The resource that access tokens are for. They are signed JWTs. */
export const RESOURCE = 'https://orders.test/';
/** Whose sign-ins the provider has. */
export const PERSON = 'alice';

/** A client, by the names of RFC 7591. */
export interface ProviderClient {
  readonly client_id: string;
  readonly token_endpoint_auth_method: string;
  readonly client_secret?: string;
  readonly jwks?: { readonly keys: readonly object[] };
  readonly tls_client_auth_subject_dn?: string;
}

/** A real OpenID provider over TLS: refresh tokens rotate, and one that is used twice ends its family. */
export interface RotatingProvider {
  readonly issuer: string;
  /** How often it took the use of a refresh token for theft. */
  alarms(): number;
  /** How many refreshes it granted. */
  refreshes(): number;
  /** Stands for a sign-in of the person by a browser. @returns the refresh token that comes of one */
  signIn(clientId: string): Promise<string>;
}

export interface RotatingProviderOptions {
  /** For 127.0.0.1. */
  readonly certificate: Certificate;
  /** PEM of who signs certificates of clients. */
  readonly clientAuthority: string;
  readonly clients: readonly ProviderClient[];
  /** Seconds that an access token lives. Default: 60. */
  readonly lifetime?: number;
}

/** The part of oidc-provider that is used here. It ships no types, and those of the try-out system know less of it. */
interface Module {
  readonly Provider: new (issuer: string, configuration: object) => Instance;
}

interface Instance {
  silent: boolean;
  callback(): RequestListener;
  on(event: 'grant.revoked' | 'grant.success', note: (context: GrantContext) => void): void;
  readonly Client: { find(id: string): Promise<object> };
  readonly Grant: new (
    members: object,
  ) => {
    addOIDCScope(scope: string): void;
    addResourceScope(resource: string, scope: string): void;
    save(): Promise<string>;
  };
  readonly RefreshToken: new (members: object) => { save(): Promise<string> };
}

interface GrantContext {
  readonly oidc: { readonly params?: { readonly grant_type?: string } };
}

interface Context {
  readonly req: IncomingMessage;
  type: string;
  body: unknown;
}

/** Starts one, until the stage is cleared. */
export async function startRotatingProvider(
  stage: Stage,
  { certificate, clientAuthority, clients, lifetime = 60 }: RotatingProviderOptions,
): Promise<RotatingProvider> {
  const { Provider } = (await importOidcProvider()) as unknown as Module;
  const { cert, key } = certificate;
  // The port is part of the issuer's name, so listening comes first.
  let serve: RequestListener = (_, response) => void response.writeHead(503).end();
  const server = createServer(
    { cert, key, ca: clientAuthority, requestCert: true, rejectUnauthorized: false },
    (request, response) => serve(request, response),
  );
  const issuer = `https://127.0.0.1:${await listenHere(stage, server)}`;
  const configuration = await configurationOf(clients, lifetime);
  const restore = holdBackNotices();
  stage.later(async () => restore());
  const provider = new Provider(issuer, configuration);
  // Or each fault of a request would be printed.
  provider.silent = true;
  serve = provider.callback();
  let alarms = 0;
  let refreshes = 0;
  provider.on('grant.revoked', () => alarms++);
  provider.on('grant.success', ({ oidc }) => {
    if (oidc.params?.grant_type === 'refresh_token') refreshes++;
  });

  return {
    issuer,
    alarms: () => alarms,
    refreshes: () => refreshes,
    async signIn(clientId) {
      const grant = new provider.Grant({ accountId: PERSON, clientId });
      grant.addOIDCScope('openid offline_access');
      grant.addResourceScope(RESOURCE, 'read');
      const token = new provider.RefreshToken({
        accountId: PERSON,
        client: await provider.Client.find(clientId),
        grantId: await grant.save(),
        gty: 'authorization_code',
        scope: 'openid offline_access read',
        resource: RESOURCE,
        authTime: Math.floor(Date.now() / 1000),
      });
      return token.save();
    },
  };
}

async function configurationOf(
  clients: readonly ProviderClient[],
  lifetime: number,
): Promise<object> {
  const { kid, alg, pkcs8 } = await generateKey('ES256');
  const jwk = { ...createPrivateKey(pkcs8).export({ format: 'jwk' }), kid, alg, use: 'sig' };
  const mayUse = { allowedPolicy: () => true };
  return {
    jwks: { keys: [jwk] },
    clients: clients.map((client) => ({
      ...client,
      grant_types: [
        'authorization_code',
        'refresh_token',
        ...(client.token_endpoint_auth_method === 'none' ? [] : ['client_credentials']),
      ],
      response_types: ['code'],
      redirect_uris: ['https://app.test/callback'],
      id_token_signed_response_alg: 'ES256',
    })),
    clientAuthMethods: [
      'none',
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      'tls_client_auth',
      'self_signed_tls_client_auth',
    ],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'], clientAuthSigningAlgValues: ['ES256'] },
    rotateRefreshToken: true,
    scopes: ['openid', 'offline_access', 'read'],
    ttl: {
      AccessToken: lifetime,
      ClientCredentials: 60,
      Grant: 3600,
      IdToken: 60,
      RefreshToken: 3600,
    },
    findAccount: (_: Context, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId }),
    }),
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      introspection: { enabled: true, ...mayUse },
      revocation: { enabled: true, ...mayUse },
      mTLS: {
        enabled: true,
        tlsClientAuth: true,
        selfSignedTlsClientAuth: true,
        getCertificate: ({ req }: Context) => shown(req)?.toString(),
        certificateAuthorized: ({ req }: Context) => (req.socket as TLSSocket).authorized,
        certificateSubjectMatches: ({ req }: Context, _: string, expected: string) =>
          shown(req)?.subject === expected,
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'read',
          audience: RESOURCE,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    cookies: { keys: ['of no use here: no browser comes'] },
    clientBasedCORS: () => false,
    renderError: (context: Context, { error }: { readonly error: string }) => {
      context.type = 'text/plain';
      context.body = error;
    },
  };
}

function shown({ socket }: IncomingMessage): X509Certificate | undefined {
  return (socket as TLSSocket).getPeerX509Certificate();
}
