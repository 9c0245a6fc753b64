import { createPrivateKey, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { keyCertificate } from '@drawbridge/clouds/ceph';
import { DISCOVERY_PATH, generateKey } from '@drawbridge/core';
import {
  holdBackNotices,
  importOidcProvider,
} from '../../packages/dev/src/provider/quiet-import.ts';
import { createTestBrowser } from './test-browser.ts';
import { listenHere } from './serve-here.ts';
import type { Stage } from './stage.ts';

/** Of the public native client that is there from the start. Its ports of loopback addresses may be any (RFC 8252 section 7.3). */
export const NATIVE_CLIENT = 'native';
/** Of the confidential client that is there from the start, which may also ask in its own name. */
export const CONFIDENTIAL_CLIENT = { id: 'confidential', secret: randomBytes(24).toString('hex') };
/** Of the public native client that is there from the start and has the implicit flow alone. */
export const IMPLICIT_CLIENT = 'implicit';
/** Who signs in, unless another name is given. The email is at `example.com`. */
export const SIGNED_IN = 'alice';

/** How a provider differs from what is usual. */
export interface SignInProviderOptions {
  /** Seconds that tokens live. Default: 60, 60, 3600. */
  readonly lifetime?: { readonly access?: number; readonly id?: number; readonly refresh?: number };
  /** Redirect URIs of the client that is there from the start. Default: `http://127.0.0.1/callback` and the forms for `[::1]` and `localhost`. */
  readonly redirectUris?: readonly string[];
  /** Whether clients may register. Default: true. */
  readonly registration?: boolean;
  /** Whether it refuses a secret that is sent by Basic, as some do; oidc-provider itself takes both. Default: false. */
  readonly refusesBasic?: boolean;
  /** The audience of access tokens that a client asks for in its own name, which are JWTs then. Default: they are opaque. */
  readonly ownAudience?: string;
  /** An address of loopback: browsers tell providers on one machine apart by it, and not by ports. Default: 127.0.0.1. */
  readonly address?: string;
  /** Members of the discovery document that are otherwise; `undefined` takes one out. */
  readonly metadata?: object;
  /** Further settings of oidc-provider, which go before. */
  readonly settings?: object;
}

/** A real OpenID provider on loopback, at which a person can sign in. */
export interface SignInProvider {
  readonly issuer: string;
  /** How many grants of one type it gave. */
  grants(type: string): number;
  /** Whether it answers; while it is `down`, connections are cut, and while it is `silent`, nothing ever comes. */
  mode: 'up' | 'down' | 'silent';
  /** How often it took the use of a refresh token for theft. */
  alarms(): number;
  /** How many clients registered. */
  registrations(): number;
  /** The path of each request, with its method, in order: `POST /token`. */
  readonly requests: readonly string[];
  /**
   * Follows an authorization URL to its end as a browser would, signing in and consenting.
   *
   * @returns the URL that the browser is sent to, which is not fetched
   */
  signInByFetch(url: string, person?: string): Promise<string>;
  /** The same where the provider answers by a form (`response_mode=form_post`), which is not sent. */
  signInByForm(url: string): Promise<{ readonly action: string; readonly fields: URLSearchParams }>;
  /** Opens the address that a device shows (`verification_uri_complete`), confirms the code, signs in and consents. */
  approveDevice(url: string, person?: string): Promise<void>;
  /** The same, and says no. */
  denyDevice(url: string): Promise<void>;
}

/** The part of oidc-provider that is used here; it ships no types. */
interface Module {
  readonly Provider: new (issuer: string, configuration: object) => Instance;
}

interface Instance {
  silent: boolean;
  callback(): RequestListener;
  on(event: string, note: (context: GrantContext) => void): void;
  use(middleware: (context: PageContext, next: () => Promise<void>) => Promise<void>): void;
}

interface PageContext {
  readonly path: string;
  body: object;
}

interface GrantContext {
  readonly oidc: { readonly params?: { readonly grant_type?: string } };
}

/** What a token of a client itself is for (RFC 8707), where it is a JWT. */
function resourceIndicators(audience: string | undefined): object {
  if (audience === undefined) return { enabled: false };
  return {
    enabled: true,
    defaultResource: ({ oidc }: GrantContext) =>
      oidc.params?.grant_type === 'client_credentials' ? `urn:${audience}` : [],
    getResourceServerInfo: () => ({ audience, scope: 'openid email', accessTokenFormat: 'jwt' }),
  };
}

interface Context {
  readonly req: IncomingMessage;
  type: string;
  body: unknown;
}

/** Starts one, until the stage is cleared. */
export async function startSignInProvider(
  stage: Stage,
  options: SignInProviderOptions = {},
): Promise<SignInProvider> {
  const { Provider } = (await importOidcProvider()) as unknown as Module;
  const requests: string[] = [];
  const state: Pick<SignInProvider, 'mode'> = { mode: 'up' };
  let serve: RequestListener = (_, response) => void response.writeHead(503).end();
  // The port is part of the issuer's name, so listening comes first.
  const { address = '127.0.0.1' } = options;
  const port = await listenHere(
    stage,
    createServer((request, response) => {
      if (state.mode === 'down') {
        request.socket.destroy();
        return;
      }
      requests.push(`${request.method} ${(request.url ?? '').split('?')[0]}`);
      if (state.mode === 'silent') return;
      if (options.refusesBasic === true && request.headers.authorization?.startsWith('Basic ')) {
        response.writeHead(401, { 'content-type': 'application/json' });
        response.end('{"error":"invalid_client"}');
      } else {
        serve(request, response);
      }
    }),
    address,
  );
  const issuer = `http://${address}:${port}`;
  const configuration = await configurationOf(options);
  const restore = holdBackNotices();
  stage.later(async () => restore());
  const provider = new Provider(issuer, configuration);
  // Or each fault of a request would be printed.
  provider.silent = true;
  const { metadata } = options;
  if (metadata !== undefined) {
    provider.use(async (context, next) => {
      await next();
      if (context.path === DISCOVERY_PATH) context.body = { ...context.body, ...metadata };
    });
  }
  serve = provider.callback();
  const grants = new Map<string, number>();
  let alarms = 0;
  let registrations = 0;
  provider.on('grant.revoked', () => alarms++);
  provider.on('registration_create.success', () => registrations++);
  provider.on('grant.success', ({ oidc }) => {
    const type = oidc.params?.grant_type ?? '';
    grants.set(type, (grants.get(type) ?? 0) + 1);
  });

  return {
    issuer,
    requests,
    get mode() {
      return state.mode;
    },
    set mode(mode) {
      state.mode = mode;
    },
    grants: (type) => grants.get(type) ?? 0,
    alarms: () => alarms,
    registrations: () => registrations,
    async signInByFetch(url, person = SIGNED_IN) {
      const end = await createTestBrowser(issuer, person).open(url);
      if (end.leftFor === undefined) throw new Error(`the provider shows a page: ${end.text}`);
      return end.leftFor;
    },
    async signInByForm(url) {
      const { leftFor, fields } = await createTestBrowser(issuer, SIGNED_IN).open(url);
      if (leftFor === undefined || fields === undefined) throw new Error('it is no form');
      return { action: leftFor, fields };
    },
    async approveDevice(url, person = SIGNED_IN) {
      const { text } = await createTestBrowser(issuer, person).open(url);
      if (!text.includes('Sign-in Success')) throw new Error(`the device is not in: ${text}`);
    },
    async denyDevice(url) {
      await createTestBrowser(issuer, SIGNED_IN, false).open(url);
    },
  };
}

const LOOPBACK_URIS = [
  'http://127.0.0.1/callback',
  'http://[::1]/callback',
  'http://localhost/callback',
];

async function configurationOf({
  lifetime = {},
  redirectUris = LOOPBACK_URIS,
  registration = true,
  ownAudience,
  settings = {},
}: SignInProviderOptions): Promise<object> {
  const { kid, alg, pkcs8, publicJwk } = await generateKey('RS256');
  // Ceph takes keys from their certificates.
  const own = { kid, alg, use: 'sig', x5c: [await keyCertificate(publicJwk)] };
  const jwk = { ...createPrivateKey(pkcs8).export({ format: 'jwk' }), ...own };
  const browserGrants = ['authorization_code', 'refresh_token'];
  const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
  return {
    jwks: { keys: [jwk] },
    clients: [
      {
        client_id: NATIVE_CLIENT,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: [...browserGrants, deviceGrant],
        response_types: ['code'],
        redirect_uris: redirectUris,
      },
      {
        client_id: CONFIDENTIAL_CLIENT.id,
        client_secret: CONFIDENTIAL_CLIENT.secret,
        application_type: 'native',
        token_endpoint_auth_method: 'client_secret_basic',
        grant_types: [...browserGrants, 'client_credentials'],
        response_types: ['code'],
        redirect_uris: redirectUris,
      },
      {
        client_id: IMPLICIT_CLIENT,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['implicit'],
        response_types: ['id_token'],
        redirect_uris: redirectUris,
      },
    ],
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post'],
    responseTypes: ['code', 'id_token', 'code id_token'],
    rotateRefreshToken: true,
    scopes: ['openid', 'offline_access', 'email'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    // Claims of the scopes are in the ID token, as STS needs them, and not at userinfo alone.
    conformIdTokenClaims: false,
    ttl: {
      AccessToken: lifetime.access ?? 60,
      AuthorizationCode: 60,
      ClientCredentials: lifetime.access ?? 60,
      DeviceCode: 120,
      Grant: 3600,
      IdToken: lifetime.id ?? 60,
      Interaction: 600,
      RefreshToken: lifetime.refresh ?? 3600,
      Session: 3600,
    },
    findAccount: (_: Context, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, email: `${accountId}@example.com`, email_verified: true }),
    }),
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: true },
      deviceFlow: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      registration: { enabled: registration },
      registrationManagement: { enabled: registration },
      resourceIndicators: resourceIndicators(ownAudience),
      revocation: { enabled: true, allowedPolicy: () => true },
      rpInitiatedLogout: { enabled: true },
    },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    clientBasedCORS: () => false,
    renderError: (context: Context, out: { readonly error: string }) => {
      context.type = 'text/plain';
      context.body = JSON.stringify(out);
    },
    ...settings,
  };
}
