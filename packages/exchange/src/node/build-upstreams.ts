import {
  ANY_AUDIENCE,
  type Clock,
  createUpstreamKeys,
  type Engine,
  epochSeconds,
  type FetchDocument,
  type KeySource,
  type LoadJwks,
  type LoadOutcome,
  loadByDiscovery,
  loadFromUri,
  type Metrics,
  parseKeySet,
  toDrawbridgeError,
  type UpstreamIssuer,
} from '@drawbridge/core';
import { loadFromFile, type Runtime } from '@drawbridge/node';
import type { SettingReader } from '@drawbridge/node/config';
import { buildFetch } from './build-fetch.ts';
import type { UpstreamSection } from './section/upstream-schema.ts';

/** An upstream issuer, ready for a verifier. */
export interface BuiltUpstream {
  readonly upstream: UpstreamIssuer;
  /**
   * Loads its keys ahead of the first token.
   *
   * @returns how many there are
   */
  warm(): Promise<number>;
}

/** Builds upstream issuers from their settings. What they refer to is read by `reader`, which knows the faults. */
export function buildUpstreams(
  upstreams: readonly UpstreamSection[],
  runtime: Runtime,
  reader: SettingReader,
): Promise<readonly BuiltUpstream[]> {
  return Promise.all(
    upstreams.map((upstream, index) =>
      buildUpstream(upstream, `exchange.upstreams[${index}]`, runtime, reader),
    ),
  );
}

async function buildUpstream(
  section: UpstreamSection,
  at: string,
  runtime: Runtime,
  reader: SettingReader,
): Promise<BuiltUpstream> {
  const { issuer, audiences, anyAudience, algorithms, requiredClaims, leeway } = section;
  const { maxTokenAge, limits = {} } = section;
  const { keys, warm } = await buildKeys(section, at, runtime, reader);
  return {
    warm,
    upstream: {
      issuer,
      keys,
      audiences: anyAudience === true ? ANY_AUDIENCE : (audiences ?? []),
      ...(algorithms !== undefined && { algorithms }),
      ...(requiredClaims !== undefined && { requiredClaims }),
      ...(leeway !== undefined && { leeway }),
      ...(maxTokenAge !== undefined && { maxTokenAge }),
      ...(limits.tokenLength !== undefined && { maxTokenLength: limits.tokenLength }),
    },
  };
}

interface BuiltKeys {
  readonly keys: KeySource;
  readonly warm: () => Promise<number>;
}

async function buildKeys(
  section: UpstreamSection,
  at: string,
  { engine, clock, http, log, metrics }: Runtime,
  reader: SettingReader,
): Promise<BuiltKeys> {
  const { issuer, jwks, cache = {}, limits = {} } = section;
  if (jwks !== undefined) return pinnedKeys(jwks, `${at}.jwks`, engine, limits.jwksKeys, reader);
  const fetch = await buildFetch(section, at, http, reader);
  const keys = createUpstreamKeys({
    issuer,
    load: loaderOf(section, fetch),
    engine,
    clock,
    ...(cache.maxAge !== undefined && { maxAge: cache.maxAge }),
    ...(cache.coolDown !== undefined && { coolDown: cache.coolDown }),
    ...(cache.staleFor !== undefined && { staleFor: cache.staleFor }),
    ...(limits.jwksKeys !== undefined && { maxKeys: limits.jwksKeys }),
    onStale: ({ message }) =>
      log.warn('upstream keys not renewed', { issuer, detail: `the old ones serve: ${message}` }),
    onLoad: countLoads(issuer, metrics, clock),
  });
  return { keys, warm: () => keys.warm() };
}

function countLoads(issuer: string, metrics: Metrics, clock: Clock) {
  return (load: LoadOutcome) => {
    const { outcome } = load;
    metrics.count('drawbridge_upstream_key_loads_total', { issuer, outcome });
    if (load.outcome === 'failed') return;
    metrics.set('drawbridge_upstream_keys', { issuer }, load.keys);
    metrics.set(
      'drawbridge_upstream_keys_loaded_timestamp_seconds',
      { issuer },
      epochSeconds(clock),
    );
  };
}

function loaderOf(section: UpstreamSection, fetch: FetchDocument): LoadJwks {
  const { issuer, discoveryUrl, jwksUri, jwksFile, limits = {} } = section;
  const bounds = limits.jwksBytes === undefined ? {} : { maxBytes: limits.jwksBytes };
  if (jwksFile !== undefined) return loadFromFile(jwksFile, bounds);
  if (jwksUri !== undefined) return loadFromUri({ jwksUri, fetch, ...bounds });
  return loadByDiscovery({
    issuer,
    fetch,
    ...bounds,
    ...(discoveryUrl !== undefined && { discoveryUrl }),
  });
}

function pinnedKeys(
  jwks: object,
  at: string,
  engine: Engine,
  maxKeys: number | undefined,
  reader: SettingReader,
): BuiltKeys {
  const bytes = new TextEncoder().encode(JSON.stringify(jwks));
  try {
    const keys = parseKeySet(bytes, at, engine, maxKeys);
    if (keys.size === 0) reader.fault(at, 'has no key that tokens could be verified with');
    return { keys, warm: () => Promise.resolve(keys.size) };
  } catch (thrown) {
    reader.fault(at, `cannot be used: ${toDrawbridgeError(thrown).message}`);
    return { keys: { find: () => Promise.resolve([]) }, warm: () => Promise.resolve(0) };
  }
}
