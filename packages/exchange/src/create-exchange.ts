import {
  createCallerAddress,
  createDefaultEngine,
  createRouter,
  DISCOVERY_PATH,
  issuerFault,
  JWKS_PATH,
  type Methods,
  type Service,
  systemClock,
} from '@drawbridge/core';
import { basePathFault, basePathOf } from './base-path.ts';
import { createAuthenticate } from './client/authenticate.ts';
import { OIDC_TOKEN_PROXY_MANNERS } from './compatibility/oidc-token-proxy.ts';
import { discoveryEndpoint } from './documents/discovery.ts';
import { jwksEndpoint } from './documents/jwks.ts';
import type { ExchangeOptions } from './exchange-options.ts';
import { logFault } from './log-fault.ts';
import { tokenEndpoint } from './token/endpoint.ts';
import { createRateLimiter } from './token/limits/rate-limits.ts';
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
 * @throws {TypeError} when the issuer is no issuer identifier (OpenID Connect Discovery 1.0 section 3), a client has
 *   nothing to prove, a rule takes a token once or there is a rate limit, and there is no store, a trusted proxy is no
 *   address or range, or the base path is none
 */
export function createExchange(given: ExchangeOptions): Exchange {
  const { clock = systemClock, engine = createDefaultEngine() } = given;
  const options = { ...given, clock, engine };
  const { issuer, basePath, clients = [], store, rules, rateLimits: limits = {} } = options;
  const wrongIssuer = issuerFault(issuer);
  if (wrongIssuer !== undefined) throw new TypeError(`the issuer ${wrongIssuer}`);
  if (rules.once && store === undefined) {
    throw new TypeError('a rule takes a token once, and there is no store to remember it');
  }
  const authenticate = createAuthenticate(clients, engine);
  const useOnce = createUseOnce({ store, engine });
  const limiter = createRateLimiter({ limits, store, clock, engine });
  const addressOf = createCallerAddress(options.trustedProxies);
  const steps = { addressOf, limiter, authenticate, useOnce };
  const manners = options.compatibility === undefined ? MANNERS : OIDC_TOKEN_PROXY_MANNERS;
  const wrongPath =
    basePath === undefined || basePath === '/' ? undefined : basePathFault(basePath);
  if (wrongPath !== undefined) throw new TypeError(`the base path ${wrongPath}`);
  const base = basePathOf(issuer, basePath);
  const documents = {
    [`${base}${DISCOVERY_PATH}`]: { GET: discoveryEndpoint(options) },
    [`${base}${JWKS_PATH}`]: { GET: jwksEndpoint(options) },
  };
  const token = {
    [`${base}/token`]: { POST: tokenEndpoint({ ...options, ...manners, ...steps }) },
  };
  const route = (routes: Readonly<Record<string, Methods>>) =>
    createRouter(routes, logFault(options.log, addressOf), manners.toReply);
  return {
    handle: route({ ...documents, ...token }),
    documents: { handle: route(documents) },
    close: () => Promise.resolve(),
  };
}
