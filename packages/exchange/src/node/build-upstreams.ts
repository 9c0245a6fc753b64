import {
  ANY_AUDIENCE,
  type Clock,
  createUpstreamKeys,
  encodeUtf8,
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
import { recordReads } from './record-reads.ts';
import type { UpstreamSection } from './section/upstream-schema.ts';

/** An upstream issuer, ready for a verifier. */
export interface BuiltUpstream {
  readonly upstream: UpstreamIssuer;
  /** Its keys, which go on where nothing about them has changed. */
  readonly keys: BuiltKeys;
  /** Whether they were there before. */
  readonly kept: boolean;
}

/** Keys of upstreams by all that decides them: settings, and what these refer to. */
export type KeptKeys = ReadonlyMap<string, BuiltKeys>;

/**
 * Builds upstream issuers from their settings. What they refer to is read by `reader`, which knows the faults.
 *
 * @param before - keys that are at hand already
 */
export function buildUpstreams(
  upstreams: readonly UpstreamSection[],
  runtime: Runtime,
  reader: SettingReader,
  before: KeptKeys = new Map(),
): Promise<readonly BuiltUpstream[]> {
  return Promise.all(
    upstreams.map(async (section, index) => {
      const at = `exchange.upstreams[${index}]`;
      const built = await buildKeys(section, at, runtime, reader);
      const found = before.get(built.identity);
      const keys = found ?? built;
      return { keys, kept: found !== undefined, upstream: buildUpstream(section, keys.keys) };
    }),
  );
}

function buildUpstream(section: UpstreamSection, keys: KeySource): UpstreamIssuer {
  const { issuer, audiences, anyAudience, algorithms, requiredClaims, leeway } = section;
  const { maxTokenAge, limits = {} } = section;
  return {
    issuer,
    keys,
    audiences: anyAudience === true ? ANY_AUDIENCE : (audiences ?? []),
    ...(algorithms !== undefined && { algorithms }),
    ...(requiredClaims !== undefined && { requiredClaims }),
    ...(leeway !== undefined && { leeway }),
    ...(maxTokenAge !== undefined && { maxTokenAge }),
    ...(limits.tokenLength !== undefined && { maxTokenLength: limits.tokenLength }),
  };
}

/** The keys of an upstream. */
interface BuiltKeys {
  readonly keys: KeySource;
  /** Equal for two that are built of the same. */
  readonly identity: string;
  /**
   * Loads them ahead of the first token.
   *
   * @returns how many there are
   */
  readonly warm: () => Promise<number>;
}

async function buildKeys(
  section: UpstreamSection,
  at: string,
  { engine, clock, http, log, metrics }: Runtime,
  plain: SettingReader,
): Promise<BuiltKeys> {
  const { issuer, jwks, cache = {}, limits = {} } = section;
  const reader = recordReads(plain, at);
  if (jwks !== undefined) {
    const pinned = pinnedKeys(jwks, `${at}.jwks`, engine, limits.jwksKeys, reader);
    return { ...pinned, identity: identityOf(section, reader.digest()) };
  }
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
  return {
    keys,
    warm: () => keys.warm(),
    identity: identityOf(section, reader.digest()),
  };
}

/** How tokens are judged is no matter of keys; everything else is, also what is added one day. */
function identityOf(section: UpstreamSection, read: string): string {
  const judging = ['audiences', 'anyAudience', 'algorithms', 'requiredClaims', 'leeway'];
  const others = new Set([...judging, 'maxTokenAge', 'limits']);
  const { tokenLength: _, ...limits } = section.limits ?? {};
  const settings = Object.entries({ ...section }).filter(([name]) => !others.has(name));
  return JSON.stringify([settings.toSorted(([a], [b]) => (a < b ? -1 : 1)), limits, read]);
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
): Omit<BuiltKeys, 'identity'> {
  const bytes = encodeUtf8(JSON.stringify(jwks));
  try {
    const keys = parseKeySet(bytes, at, engine, maxKeys);
    if (keys.size === 0) reader.fault(at, 'has no key that tokens could be verified with');
    return { keys, warm: () => Promise.resolve(keys.size) };
  } catch (thrown) {
    reader.fault(at, `cannot be used: ${toDrawbridgeError(thrown).message}`);
    return { keys: { find: () => Promise.resolve([]) }, warm: () => Promise.resolve(0) };
  }
}
