import {
  createUpstreamKeys,
  DISCOVERY_PATH,
  discoveryUrlOf,
  DrawbridgeError,
  documentUrlFault,
  issuerFault,
  type KeySource,
  type LoadJwks,
  loadByDiscovery,
  loadFromUri,
} from '@drawbridge/core';
import { checkIssuerOptions } from '../options/check-issuer-options.ts';
import type { IssuerOptions } from '../options/guard-options.ts';
import { refuseFault } from '../options/require-options.ts';
import type { IssuerParts } from './issuer-parts.ts';
import type { ResolvedIssuer } from './resolved-issuer.ts';

/**
 * Fills in what the options of an issuer leave out, and sees to its keys. Nothing is fetched yet.
 *
 * @throws {TypeError} naming the option that is wrong
 */
export function resolveIssuer(options: IssuerOptions, parts: IssuerParts): ResolvedIssuer {
  const { openIdConnectUrl } = options;
  if (openIdConnectUrl !== undefined)
    refuseFault('openIdConnectUrl', documentUrlFault(openIdConnectUrl));
  const issuer = options.issuer ?? issuerBefore(openIdConnectUrl);
  refuseFault('issuer', issuerFault(issuer));
  if (issuer.endsWith(DISCOVERY_PATH)) {
    throw new TypeError(
      `issuer ends with ${DISCOVERY_PATH}: that is the address of its document, which is openIdConnectUrl`,
    );
  }
  checkIssuerOptions(options);
  return {
    issuer,
    openIdConnectUrl: openIdConnectUrl ?? discoveryUrlOf(issuer),
    options,
    ...keysOf(issuer, options, parts),
  };
}

function issuerBefore(openIdConnectUrl: string | undefined): string {
  if (openIdConnectUrl === undefined) {
    throw new TypeError('give issuer, as the iss of its tokens has it, or openIdConnectUrl');
  }
  if (openIdConnectUrl.endsWith(DISCOVERY_PATH))
    return openIdConnectUrl.slice(0, -DISCOVERY_PATH.length);
  throw new TypeError(
    `openIdConnectUrl does not end with ${DISCOVERY_PATH}, so issuer must be given beside it, as the iss of its tokens has it`,
  );
}

function keysOf(
  issuer: string,
  options: IssuerOptions,
  { engine, clock, log, fetch }: IssuerParts,
): Pick<ResolvedIssuer, 'keys' | 'ready'> {
  if (options.keys !== undefined) {
    if (options.jwksUri !== undefined) throw new TypeError('give keys or jwksUri, not both');
    return { keys: requireKeySource(options.keys), ready: async () => {} };
  }
  const keys = createUpstreamKeys({
    issuer,
    load: loaderOf(issuer, options, fetch),
    engine,
    clock,
    onStale: ({ message }) =>
      log.warn('upstream keys not renewed', { issuer, detail: `the old ones serve: ${message}` }),
    onLoad: (load) => {
      if (load.outcome === 'loaded') log.debug('upstream keys loaded', { issuer, keys: load.keys });
    },
  });
  return {
    keys,
    async ready() {
      await keys.warm();
    },
  };
}

function requireKeySource(keys: KeySource): KeySource {
  if (typeof (keys as Partial<KeySource> | null)?.find === 'function') return keys;
  throw new TypeError('keys must be a KeySource, such as parseKeySet of @drawbridge/core makes');
}

function loaderOf(
  issuer: string,
  { jwksUri, openIdConnectUrl, issuer: given }: IssuerOptions,
  fetch: IssuerParts['fetch'],
): LoadJwks {
  if (jwksUri !== undefined) return loadFromUri({ jwksUri, fetch });
  if (openIdConnectUrl === undefined) return loadByDiscovery({ issuer, fetch });
  const load = loadByDiscovery({ issuer, fetch, discoveryUrl: openIdConnectUrl });
  return given === undefined ? tellingToSetIssuer(load) : load;
}

/**
 * An issuer that was derived may lack the slash at the end of the real one. The document shows that, and by
 * OpenID Connect Discovery 1.0 section 4.3 it must not be used then: who knows the issuer has to say so.
 */
function tellingToSetIssuer(load: LoadJwks): LoadJwks {
  return async (etag) => {
    try {
      return await load(etag);
    } catch (thrown) {
      if (!(thrown instanceof DrawbridgeError) || thrown.code !== 'upstream_invalid') throw thrown;
      throw new DrawbridgeError('upstream_invalid', {
        detail: `${thrown.message} (the issuer was derived from openIdConnectUrl: if the document names another, set issuer to exactly that)`,
        hint: 'Set the option issuer to exactly what the document names; a slash at its end counts.',
        cause: thrown,
      });
    }
  };
}
