import { createDefaultEngine, createRouter, type Service } from '@drawbridge/core';
import { createAuthenticate } from './client/authenticate.ts';
import { OIDC_TOKEN_PROXY_MANNERS } from './compatibility/oidc-token-proxy.ts';
import { discoveryEndpoint } from './documents/discovery.ts';
import { jwksEndpoint } from './documents/jwks.ts';
import type { ExchangeOptions } from './exchange-options.ts';
import { logFault } from './log-fault.ts';
import { tokenEndpoint } from './token/endpoint.ts';
import { MANNERS } from './token/manners.ts';

/**
 * Makes the exchange: it verifies a token of an upstream issuer and mints one under
 * the public issuer, and publishes what relying parties need to verify that.
 *
 * - `GET /.well-known/openid-configuration` (OpenID Connect Discovery 1.0 section 4)
 * - `GET /.well-known/jwks.json` (RFC 7517 section 5)
 * - `POST /token`
 */
export function createExchange(options: ExchangeOptions): Service {
  const { clients = [], engine = createDefaultEngine() } = options;
  const authenticate = createAuthenticate(clients, engine);
  const manners = options.compatibility === undefined ? MANNERS : OIDC_TOKEN_PROXY_MANNERS;
  const handle = createRouter(
    {
      '/.well-known/openid-configuration': { GET: discoveryEndpoint({ ...options, engine }) },
      '/.well-known/jwks.json': { GET: jwksEndpoint({ ...options, engine }) },
      '/token': { POST: tokenEndpoint({ ...options, ...manners, authenticate }) },
    },
    logFault(options.log),
    manners.toReply,
  );
  return { handle, close: () => Promise.resolve() };
}
