import type { Clock } from '../clock.ts';
import type { Engine } from '../engine/engine.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { requireSeconds } from '../seconds.ts';
import { discoverJwksUri } from './discover.ts';
import type { FetchDocument } from './documents.ts';
import { type KeySet, parseKeySet } from './key-set.ts';
import type { KeySource } from './key-source.ts';

/** How long fetched keys serve, and how often they may be fetched. */
export interface RemoteKeysOptions {
  readonly issuer: string;
  readonly fetch: FetchDocument;
  readonly engine: Engine;
  readonly clock: Clock;
  /** Seconds after which the keys are fetched anew. Default: 600. */
  readonly maxAge?: number;
  /**
   * Seconds that must lie between two fetches made for the sake of an unknown `kid`,
   * whether the earlier one succeeded or failed. Default: 30.
   */
  readonly coolDown?: number;
  /**
   * Seconds that a fetch waits for when the one before it failed. Whoever asks meanwhile
   * waits with it, so that callers cannot make a flood of fetches out of an outage, and the
   * first one after it is served. Default: 1.
   */
  readonly retryDelay?: number;
}

/** A {@link KeySource} that reads its issuer's documents over the network. */
export interface RemoteKeys extends KeySource {
  /**
   * Fetches the keys unless they are at hand, so that the first token need not wait.
   *
   * @returns how many keys the issuer has
   */
  warm(): Promise<number>;
}

const MAX_JWKS_BYTES = 512 * 1024;
/** How many calls may wait for one fetch: each holds a token in memory meanwhile. */
const MAX_WAITING = 1000;

/**
 * The keys of an issuer, found by discovery and cached. There is one fetch under
 * way at a time, however many callers wait for it; and a caller that gives up does
 * not end it for the others.
 *
 * @throws {TypeError} when an option is not a whole number of seconds
 */
export function createRemoteKeys(options: RemoteKeysOptions): RemoteKeys {
  const { issuer, fetch, engine, clock } = options;
  const maxAge = requireSeconds(options.maxAge ?? 600, 'maxAge') * 1000;
  const coolDown = requireSeconds(options.coolDown ?? 30, 'coolDown') * 1000;

  const retryDelay = requireSeconds(options.retryDelay ?? 1, 'retryDelay') * 1000;

  let cached: { readonly keys: KeySet; readonly fetchedAt: number } | undefined;
  let lastAttempt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let flight: Promise<KeySet> | undefined;
  let waiting = 0;

  async function load(): Promise<KeySet> {
    const delay = failedAt + retryDelay - clock.monotonic();
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    lastAttempt = clock.monotonic();
    const jwksUri = await discoverJwksUri(issuer, fetch);
    const { status, body } = await fetch(jwksUri, {
      accept: 'application/jwk-set+json, application/json;q=0.9',
      maxBytes: MAX_JWKS_BYTES,
    });
    if (status !== 200) {
      throw new DrawbridgeError('upstream_invalid', {
        detail: `${jwksUri} answered with HTTP status ${status}`,
      });
    }
    const keys = parseKeySet(body, jwksUri, engine);
    cached = { keys, fetchedAt: clock.monotonic() };
    return keys;
  }

  async function refresh(): Promise<KeySet> {
    if (waiting >= MAX_WAITING) {
      throw new DrawbridgeError('overloaded', {
        detail: `${waiting} calls wait for the keys of ${issuer}`,
      });
    }
    waiting++;
    try {
      flight ??= load()
        .catch((error: unknown) => {
          failedAt = clock.monotonic();
          throw error;
        })
        .finally(() => {
          flight = undefined;
        });
      return await flight;
    } finally {
      waiting--;
    }
  }

  function fresh(): KeySet | undefined {
    if (cached === undefined || clock.monotonic() - cached.fetchedAt >= maxAge) return undefined;
    return cached.keys;
  }

  return {
    async find(alg, kid) {
      const keys = fresh() ?? (await refresh());
      const key = await keys.find(alg, kid);
      if (key !== undefined) return key;
      // The issuer may have rotated; but a flood of made-up kids must not become
      // a flood of fetches.
      if (flight === undefined && clock.monotonic() - lastAttempt < coolDown) return undefined;
      return (await refresh()).find(alg, kid);
    },

    warm: async () => (fresh() ?? (await refresh())).size,
  };
}
