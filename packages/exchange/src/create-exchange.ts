import { createRouter, type Service } from '@drawbridge/core';
import { discoveryEndpoint } from './documents/discovery.ts';
import { jwksEndpoint } from './documents/jwks.ts';
import type { ExchangeOptions } from './exchange-options.ts';
import { logFault } from './log-fault.ts';
import { tokenEndpoint } from './token/endpoint.ts';

/**
 * Makes the exchange: it verifies a token of an upstream issuer and mints one under
 * the public issuer, and publishes what relying parties need to verify that.
 *
 * - `GET /.well-known/openid-configuration` (OpenID Connect Discovery 1.0 section 4)
 * - `GET /.well-known/jwks.json` (RFC 7517 section 5)
 * - `POST /token`
 */
export function createExchange(options: ExchangeOptions): Service {
  const handle = createRouter(
    {
      '/.well-known/openid-configuration': { GET: discoveryEndpoint(options) },
      '/.well-known/jwks.json': { GET: jwksEndpoint(options) },
      '/token': { POST: tokenEndpoint(options) },
    },
    logFault(options.log),
  );
  return { handle, close: () => Promise.resolve() };
}
