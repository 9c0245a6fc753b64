import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { type GeneratedKey, generateKey } from '@drawbridge/core';
import { createHttpClient } from '@drawbridge/node';
import { registerCiJobGrant } from './ci-job-grant.ts';
import { providerConfiguration } from './configuration.ts';
import { listenOnLoopback } from './loopback-server.ts';
import { constructQuietly, importOidcProvider } from './quiet-import.ts';
import { requestToken } from './request-token.ts';

export interface ProviderOptions {
  /** 0 takes any that is free. */
  readonly port: number;
  /** `aud` of the id_tokens. */
  readonly audience: string;
  /** Signs the id_tokens, with RS256. Default: a key that lives no longer than the provider. */
  readonly key?: GeneratedKey;
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
  /** Frees the port and ends every connection. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts the provider, with a client secret that lives no longer than it. It prints nothing.
 *
 * @throws {DrawbridgeError} `address_unavailable` when the port is taken or may not be opened
 */
export async function startProvider(options: ProviderOptions): Promise<Provider> {
  const { port, audience } = options;
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
    const provider = constructQuietly(module, issuer, providerConfiguration(client, key));
    // Or a request that is broken off would print a stack. Who asks learns of a fault by the reply.
    provider.silent = true;
    registerCiJobGrant(provider);
    http.server.on('request', onlyWhatIsNeeded(provider.callback()));
  } catch (error) {
    await http.close();
    throw error;
  }
  const outbound = createHttpClient();
  const fetchToken = outbound.tokens();
  return {
    issuer,
    issueToken: (job) => requestToken(`${issuer}/token`, client, fetchToken, job),
    async close() {
      await outbound.close();
      await http.close();
    },
  };
}

// oidc-provider always serves its authorization and logout pages too. No browser signs in here, so
// they are not reachable at all, whatever the discovery document says of them.
const PATHS = new Set(['/.well-known/openid-configuration', '/jwks', '/token']);

function onlyWhatIsNeeded(serve: RequestListener): RequestListener {
  return (request, response) => {
    if (request.url !== undefined && PATHS.has(request.url)) {
      serve(request, response);
    } else {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not Found');
    }
  };
}
