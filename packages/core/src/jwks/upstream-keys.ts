import { type Clock, systemClock } from '../clock.ts';
import { requireCount } from '../count.ts';
import type { Algorithm } from '../engine/algorithms.ts';
import type { Engine, EngineKey } from '../engine/engine.ts';
import { DrawbridgeError, toDrawbridgeError } from '../errors/drawbridge-error.ts';
import { requireSeconds } from '../seconds.ts';
import { UPSTREAM_DEFAULTS } from '../upstream-defaults.ts';
import { type KeySet, parseKeySet } from './key-set.ts';
import type { KeySource } from './key-source.ts';
import type { LoadJwks } from './load-jwks.ts';
import { createMissedKids } from './missed-kids.ts';

/** Where an upstream issuer's keys come from, how long they serve, and how often they are loaded. */
export interface UpstreamKeysOptions {
  /** For messages. */
  readonly issuer: string;
  readonly load: LoadJwks;
  readonly engine: Engine;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /**
   * Seconds after which the keys are loaded anew. For as long again they still serve while
   * that load is under way, so that nobody waits for it. Default: 600.
   */
  readonly maxAge?: number;
  /**
   * Seconds that must lie between two loads made for the sake of an unknown `kid`, whether the
   * earlier one succeeded or failed; between two for the sake of the same `kid`, twice as many.
   * Also the seconds between two attempts while older keys serve. Default: 30.
   */
  readonly coolDown?: number;
  /**
   * Seconds after the last success for which the keys serve while loads fail. Then tokens
   * are refused until one succeeds. Default: 86,400.
   */
  readonly staleFor?: number;
  /**
   * Seconds that a load waits for when the one before it failed and no keys can serve. Whoever
   * asks meanwhile waits with it, so that callers cannot make a flood of loads out of an
   * outage, and the first one after it is served. Default: 1.
   */
  readonly retryDelay?: number;
  /** The most keys to verify with that a JWK Set may hold. Default: 100. */
  readonly maxKeys?: number;
  /** Told why a load failed while older keys serve: no caller learns of it. */
  readonly onStale?: (fault: DrawbridgeError) => void;
  /** Told what became of each load. */
  readonly onLoad?: (outcome: LoadOutcome) => void;
}

/** What became of a load: there are new keys, those at hand are the newest, or none could be had. */
export type LoadOutcome =
  | { readonly outcome: 'loaded' | 'unchanged'; readonly keys: number }
  | { readonly outcome: 'failed' };

/** A {@link KeySource} that loads its issuer's keys and keeps them for a while. */
export interface UpstreamKeys extends KeySource {
  /**
   * Loads the keys unless they are at hand, so that the first token need not wait.
   *
   * @returns how many keys the issuer has
   */
  warm(): Promise<number>;
}

/** How many calls may wait for one load: each holds a token in memory meanwhile. */
const MAX_WAITING = 1000;
/** How many unknown `kid`s are remembered. */
const MAX_MISSED = 1000;

/**
 * The cached keys of an issuer. There is one load under way at a time, however many
 * callers wait for it; a caller that gives up does not end it for the others; and a call
 * whose key is at hand waits for none.
 *
 * @throws {TypeError} when an option is not a whole number
 */
export function createUpstreamKeys(options: UpstreamKeysOptions): UpstreamKeys {
  const { issuer, load, engine, clock = systemClock, onStale, onLoad } = options;
  const maxAge = requireSeconds(options.maxAge ?? UPSTREAM_DEFAULTS.maxAge, 'maxAge') * 1000;
  const coolDown =
    requireSeconds(options.coolDown ?? UPSTREAM_DEFAULTS.coolDown, 'coolDown') * 1000;
  const staleFor =
    requireSeconds(options.staleFor ?? UPSTREAM_DEFAULTS.staleFor, 'staleFor') * 1000;
  const retryDelay = requireSeconds(options.retryDelay ?? 1, 'retryDelay') * 1000;
  const maxKeys = requireCount(options.maxKeys ?? UPSTREAM_DEFAULTS.jwksKeys, 'maxKeys');

  let cached: { keys: KeySet; etag: string | undefined; loadedAt: number } | undefined;
  /** The last load's fault; `undefined` when it succeeded. */
  let failure: { fault: DrawbridgeError; at: number } | undefined;
  let lastAttempt = Number.NEGATIVE_INFINITY;
  let flight: Promise<KeySet> | undefined;
  let waiting = 0;
  const missed = createMissedKids({ ttl: 2 * coolDown, limit: MAX_MISSED, clock });

  async function attempt(): Promise<KeySet> {
    const delay = failure === undefined ? 0 : failure.at + retryDelay - clock.monotonic();
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    lastAttempt = clock.monotonic();
    try {
      const loaded = await load(cached?.etag);
      if (loaded !== 'unchanged') {
        const keys = parseKeySet(loaded.bytes, loaded.origin, engine, maxKeys);
        cached = { keys, etag: loaded.etag, loadedAt: clock.monotonic() };
      } else if (cached === undefined) {
        throw new DrawbridgeError('upstream_invalid', {
          detail: `the keys of ${issuer} are said to be unchanged, and none are at hand`,
        });
      } else {
        cached.loadedAt = clock.monotonic();
      }
      failure = undefined;
      onLoad?.({
        outcome: loaded === 'unchanged' ? 'unchanged' : 'loaded',
        keys: cached.keys.size,
      });
      return cached.keys;
    } catch (thrown) {
      const fault = toDrawbridgeError(thrown);
      failure = { fault, at: clock.monotonic() };
      onLoad?.({ outcome: 'failed' });
      if (cached !== undefined && age(cached) < staleFor) onStale?.(fault);
      throw fault;
    }
  }

  async function refresh(): Promise<KeySet> {
    if (waiting >= MAX_WAITING) {
      throw new DrawbridgeError('overloaded', {
        detail: `${waiting} calls wait for the keys of ${issuer}`,
      });
    }
    waiting++;
    try {
      flight ??= attempt().finally(() => {
        flight = undefined;
      });
      return await flight;
    } finally {
      waiting--;
    }
  }

  /** Starts a load that nobody waits for, unless one is under way or has failed just now. */
  function refreshBehind(): void {
    if (flight !== undefined) return;
    if (failure !== undefined && clock.monotonic() - failure.at < coolDown) return;
    refresh().catch(() => undefined);
  }

  async function current(): Promise<KeySet> {
    if (cached === undefined || age(cached) >= Math.max(maxAge, staleFor)) return refresh();
    const { keys } = cached;
    if (age(cached) < maxAge) return keys;
    // Long unused keys may long be withdrawn: then it is worth waiting for the new ones. But
    // once a load has failed, waiting for the next would let the outage slow everybody down.
    if (age(cached) >= 2 * maxAge && failure === undefined) return refresh().catch(() => keys);
    refreshBehind();
    return keys;
  }

  const age = (loaded: { readonly loadedAt: number }) => clock.monotonic() - loaded.loadedAt;

  async function search(alg: Algorithm, kid: string | undefined): Promise<readonly EngineKey[]> {
    const found = await (await current()).find(alg, kid);
    if (found.length > 0 || missed.has(kid)) return found;
    // The issuer may have rotated; but a flood of made-up kids must not become
    // a flood of loads.
    if (flight === undefined && clock.monotonic() - lastAttempt < coolDown) {
      // Whether the issuer has the key is not known, so the token is not called bad.
      if (failure !== undefined) throw failure.fault;
      return found;
    }
    const renewed = await (await refresh()).find(alg, kid);
    if (renewed.length === 0) missed.add(kid);
    return renewed;
  }

  return {
    find(alg, kid) {
      // The usual case takes no promise.
      const fresh = cached !== undefined && age(cached) < maxAge ? cached.keys : undefined;
      return fresh?.ready(alg, kid) ?? search(alg, kid);
    },

    warm: async () => (await current()).size,
  };
}
