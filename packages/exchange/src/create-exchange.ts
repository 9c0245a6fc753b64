import { createDefaultEngine, createRouter, type Methods, type Service } from '@drawbridge/core';
import { basePathOf } from './base-path.ts';
import { createAuthenticate } from './client/authenticate.ts';
import { OIDC_TOKEN_PROXY_MANNERS } from './compatibility/oidc-token-proxy.ts';
import { discoveryEndpoint } from './documents/discovery.ts';
import { jwksEndpoint } from './documents/jwks.ts';
import type { ExchangeOptions } from './exchange-options.ts';
import { logFault } from './log-fault.ts';
import { tokenEndpoint } from './token/endpoint.ts';
import { MANNERS } from './token/manners.ts';
import { createUseOnce } from './token/once/use-once.ts';

/** An exchange, whole and in part. */
export interface Exchange extends Service {
  /** The documents alone: who serves this face cannot be asked for a token, whatever is sent. */
  readonly documents: Pick<Service, 'handle'>;
}

/**
 * Makes the exchange: it verifies a token of an upstream issuer and mints one under
 * the public issuer, and publishes what relying parties need to verify that. Below the path of the issuer,
 * or the base path that is given, it serves
 *
 * - `GET /.well-known/openid-configuration` (OpenID Connect Discovery 1.0 section 4)
 * - `GET /.well-known/jwks.json` (RFC 7517 section 5)
 * - `POST /token`
 *
 * @throws {TypeError} when a client has nothing to prove, or a rule takes a token once and there is no store
 */
export function createExchange(options: ExchangeOptions): Exchange {
  const { issuer, basePath, clients = [], engine = createDefaultEngine() } = options;
  const { store, rules } = options;
  if (rules.once && store === undefined) {
    throw new TypeError('a rule takes a token once, and there is no store to remember it');
  }
  const authenticate = createAuthenticate(clients, engine);
  const useOnce = createUseOnce({ store, engine });
  const manners = options.compatibility === undefined ? MANNERS : OIDC_TOKEN_PROXY_MANNERS;
  const base = basePathOf(issuer, basePath);
  const documents = {
    [`${base}/.well-known/openid-configuration`]: { GET: discoveryEndpoint(options) },
    [`${base}/.well-known/jwks.json`]: { GET: jwksEndpoint(options) },
  };
  const token = {
    [`${base}/token`]: { POST: tokenEndpoint({ ...options, ...manners, authenticate, useOnce }) },
  };
  const route = (routes: Readonly<Record<string, Methods>>) =>
    createRouter(routes, logFault(options.log), manners.toReply);
  return {
    handle: route({ ...documents, ...token }),
    documents: { handle: route(documents) },
    close: () => Promise.resolve(),
  };
}
