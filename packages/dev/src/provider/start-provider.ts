import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { Client, Provider as Instance } from 'oidc-provider';
import { type GeneratedKey, generateKey } from '@drawbridge/core';
import { createHttpClient } from '@drawbridge/node';
import { registerCiJobGrant } from './ci-job-grant.ts';
import { providerConfiguration } from './configuration.ts';
import { listenOnLoopback } from './loopback-server.ts';
import { constructQuietly, importOidcProvider } from './quiet-import.ts';
import { requestToken } from './request-token.ts';
import { SIGN_IN_PATH, signInConfiguration } from './sign-in-configuration.ts';
import { signInPages } from './sign-in-pages.ts';

export interface ProviderOptions {
  /** 0 takes any that is free. */
  readonly port: number;
  /** `aud` of the id_tokens. */
  readonly audience: string;
  /** Signs the id_tokens, with RS256. Default: a key that lives no longer than the provider. */
  readonly key?: GeneratedKey;
  /** Whether people and programs can sign in, too. Default: it has tokens of CI jobs alone. */
  readonly signIn?: boolean;
}

/** A client that people or programs sign in with. */
interface ProviderClient {
  readonly id: string;
  /** Not there: it is a public client. */
  readonly secret?: string;
  /** Of a program of this machine, the port may be any (RFC 8252 section 7.3). None: it asks in its own name alone. */
  readonly redirectUris: readonly string[];
}

/** A real OpenID provider inside this process: the private issuer of the try-out system. */
export interface Provider {
  /** Its `iss`, and the address under which its discovery document is found. */
  readonly issuer: string;
  /**
   * Asks the provider over HTTP for a fresh id_token of a CI job.
   *
   * @param job - its id. Default: that of the sample job
   * @throws {DrawbridgeError} `upstream_unreachable`, `upstream_invalid`
   */
  issueToken(job?: string): Promise<string>;
  /** Lets a client sign in, from now on. It takes a provider with `signIn`. */
  addClient(client: ProviderClient): void;
  /** Frees the port and ends every connection. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts the provider, with a client secret that lives no longer than it. It prints nothing.
 *
 * @throws {DrawbridgeError} `address_unavailable` when the port is taken or may not be opened
 */
export async function startProvider(options: ProviderOptions): Promise<Provider> {
  const { port, audience, signIn = false } = options;
  const clients = new Map<string, Client>();
  const client = { id: audience, secret: randomBytes(32).toString('base64url') };
  const [module, key] = await Promise.all([
    importOidcProvider(),
    options.key ?? generateKey('RS256'),
  ]);

  // The port is part of the issuer's name, so listening comes first. Nothing may be awaited from
  // there on: a request that came before its listener would never be answered.
  const http = await listenOnLoopback(port);
  const issuer = http.origin;
  try {
    const base = providerConfiguration(client, key);
    const provider = constructQuietly(
      module,
      issuer,
      signIn ? signInConfiguration(base, (id) => clients.get(id)) : base,
    );
    // Or a request that is broken off would print a stack. Who asks learns of a fault by the reply.
    provider.silent = true;
    registerCiJobGrant(provider);
    http.server.on('request', onlyWhatIsNeeded(provider, signIn));
  } catch (error) {
    await http.close();
    throw error;
  }
  const outbound = createHttpClient();
  const fetchToken = outbound.tokens();
  return {
    issuer,
    addClient: (added) => void clients.set(added.id, metadataOf(added)),
    issueToken: (job) => requestToken(`${issuer}/token`, client, fetchToken, job),
    async close() {
      await outbound.close();
      await http.close();
    },
  };
}

// oidc-provider always serves its authorization and logout pages too. Where no browser signs in they are not reachable at
// all, whatever the discovery document says of them.
const PATHS = new Set(['/.well-known/openid-configuration', '/jwks', '/token']);
const AUTHORIZE = /^\/auth(?:\/[\w-]+)?$/;

function onlyWhatIsNeeded(provider: Instance, signIn: boolean): RequestListener {
  const serve = provider.callback();
  const showSignIn = signInPages(provider);
  return (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    if (PATHS.has(request.url ?? '') || (signIn && AUTHORIZE.test(path))) {
      serve(request, response);
    } else if (signIn && path.startsWith(SIGN_IN_PATH)) {
      void showSignIn(request, response);
    } else {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not Found');
    }
  };
}

function metadataOf({ id, secret, redirectUris }: ProviderClient): Client {
  const isProgram = redirectUris.length === 0;
  return {
    client_id: id,
    ...(secret !== undefined && { client_secret: secret }),
    application_type: secret === undefined ? 'native' : 'web',
    token_endpoint_auth_method: secret === undefined ? 'none' : 'client_secret_basic',
    grant_types: [isProgram ? 'client_credentials' : 'authorization_code'],
    response_types: isProgram ? [] : ['code'],
    redirect_uris: redirectUris,
    id_token_signed_response_alg: 'RS256',
  };
}
