import { type Clock, epochSeconds } from '../clock.ts';
import { ALGORITHM_NAMES, type Algorithm } from '../engine/algorithms.ts';
import type { Awaitable } from '../engine/engine.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { PublicJwk } from '../jwks/public-jwk.ts';
import type { KeyRingManifest, TimedKey } from './manifest.ts';
import { type RingView, viewRing } from './ring-view.ts';
import { maySign, ringTime } from './schedule.ts';

/** A key that signs now. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: Algorithm;
  readonly sign: Sign;
}

/**
 * Signs, wherever the private key is.
 *
 * @returns the JWS signature (RFC 7515 section 5.1)
 * @throws {DrawbridgeError} `overloaded` when too many signatures wait already
 */
export type Sign = (data: Uint8Array) => Awaitable<Uint8Array>;

/** A set of keys of which some sign now and all that are published can be seen. */
export interface KeyRing {
  /**
   * The key that signs now.
   *
   * @param alg - default: RS256 wherever there is an RS256 key, else the first active algorithm in the
   *   order of `ALGORITHM_NAMES`: no rotation changes it
   * @throws {DrawbridgeError} `algorithm_unavailable` when no active key has the algorithm,
   *   `key_unpublished` when no key is active since all wait to be read back, `key_ring_unusable` when none is for
   *   another reason, or the private key is not there
   */
  signingKey(alg?: Algorithm): SigningKey;
  /** The public keys that relying parties should see now (RFC 7517 section 5): the same list until it, or what signs, changes. */
  publicKeys(): readonly PublicJwk[];
  /** The algorithms that can be asked for now, in the order of `ALGORITHM_NAMES`. */
  algorithms(): readonly Algorithm[];
  /** When the next change comes by itself: seconds since the epoch, or `Infinity`. */
  changesAt(): number;
}

/** What a process knows of a ring beside its manifest. */
export interface KeyRingOptions {
  /**
   * When this process first saw the time set from which a key signs, of keys whose time was not set when it began to watch: milliseconds of the monotonic clock, by
   * `kid`. Such a key does not sign before its time is full by that clock as well, so that a wall clock that
   * is set forward does not bring forth a key that no relying party has seen.
   */
  readonly seen?: ReadonlyMap<string, number>;
}

/**
 * Makes a ring of a manifest and the means to sign.
 *
 * @param signers - by `kid`, for every key that signs now or will
 */
export function createKeyRing(
  manifest: KeyRingManifest,
  signers: ReadonlyMap<string, Sign>,
  clock: Clock,
  { seen = new Map() }: KeyRingOptions = {},
): KeyRing {
  let current: RingView | undefined;
  let last: RingView | undefined;

  function isEarly({ kid, publishedAt, readBackAt, signsFrom }: TimedKey): boolean {
    const since = seen.get(kid);
    if (since === undefined) return false;
    return clock.monotonic() - since < (signsFrom - (readBackAt ?? publishedAt)) * 1000;
  }

  function view(): RingView {
    const now = epochSeconds(clock);
    if (current !== undefined && now >= current.from && now < current.until) return current;
    const next = sameKeys(viewRing(manifest, now, isEarly), last);
    last = next;
    // While a key is held back, the wall clock does not tell when that ends; nor where it was set back to before the ring began.
    const time = ringTime(manifest, now);
    const settled = !manifest.keys.some(
      (entry) => maySign(manifest, entry) && time >= entry.signsFrom && isEarly(entry),
    );
    current = settled ? next : undefined;
    return next;
  }

  /** Why nothing signs: a key that waits does so by no fault of the ring. */
  function idle(): DrawbridgeError {
    if (manifest.keys.some(({ signsFrom }) => signsFrom === null)) {
      return unpublished(
        'no key of the key ring has been read back from its public address yet',
        'Publish the documents: the log, or `drawbridge issuer check`, says what is in the way.',
      );
    }
    const now = epochSeconds(clock);
    const next = manifest.keys.flatMap(({ signsFrom }) =>
      signsFrom !== null && signsFrom > now ? [signsFrom] : [],
    );
    if (next.length === 0) return unusable('has no active signing key');
    return unpublished(
      `the key ring signs in ${Math.min(...next) - now} seconds: until then caches may have the keys that were public before its own`,
      'Wait that long; `drawbridge keys list` says when it is.',
    );
  }

  return {
    algorithms: () => [...view().signers.keys()],
    publicKeys: () => view().publicKeys,
    changesAt: () => view().until,

    signingKey(alg) {
      const { signers: active } = view();
      const [first] = active.values();
      if (first === undefined) throw idle();
      const entry = alg === undefined ? first : active.get(alg);
      if (entry === undefined) {
        throw new DrawbridgeError('algorithm_unavailable', {
          detail: `the key ring has no active ${alg} key`,
          hint: `Ask for one of ${[...active.keys()].join(', ')}.`,
        });
      }
      const sign = signers.get(entry.kid);
      if (sign === undefined) throw unusable(`lacks the private key of ${entry.kid}`);
      return { kid: entry.kid, alg: entry.alg, sign };
    },
  };
}

/** A view with the list of the one before, where nothing has changed of what signs and what is published. */
function sameKeys(view: RingView, before: RingView | undefined): RingView {
  const isSame =
    before?.publicKeys.length === view.publicKeys.length &&
    view.publicKeys.every((key, index) => key === before.publicKeys[index]) &&
    ALGORITHM_NAMES.every((alg) => view.signers.get(alg) === before.signers.get(alg));
  return isSame ? { ...view, publicKeys: before.publicKeys } : view;
}

function unpublished(detail: string, hint: string): DrawbridgeError {
  return new DrawbridgeError('key_unpublished', { detail, hint });
}

function unusable(why: string): DrawbridgeError {
  return new DrawbridgeError('key_ring_unusable', {
    detail: `the key ring ${why}`,
    hint: 'See `drawbridge keys list`; make a key with `drawbridge keys generate`.',
  });
}
