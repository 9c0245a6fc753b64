import {
  type Clock,
  createBoundedMap,
  createKeySet,
  decodeUtf8,
  DrawbridgeError,
  type Engine,
  type FetchDocument,
  type KeySet,
  type KeySource,
  publicJwkFromPem,
} from '@drawbridge/core';

/** Where a load balancer's keys are, and with what they are read. */
export interface AwsKeysOptions {
  readonly region: string;
  readonly fetch: FetchDocument;
  readonly engine: Engine;
  readonly clock: Clock;
}

/** A `kid` becomes part of an address: it is nothing but a UUID (RFC 9562 section 4). */
const KID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const MAX_BYTES = 4096;
/** How many keys are kept, and how many `kid`s that had none. */
const MAX_KEPT = 100;
/** Milliseconds that a key serves, and those in which only so many unknown `kid`s are asked for. */
const MAX_AGE = 3_600_000;
const WINDOW = 30_000;
const MAX_LOADS = 10;

/**
 * The keys of the load balancers of a region, each served as PEM at an address of its own. A key is fetched once,
 * whoever waits for it; made-up `kid`s cannot make a flood of fetches.
 */
export function createAwsKeys({ region, fetch, engine, clock }: AwsKeysOptions): KeySource {
  /** What was found for a `kid`; `undefined` where there is no such key. */
  const kept = createBoundedMap<{ readonly keys: KeySet | undefined; readonly until: number }>(
    MAX_KEPT,
  );
  const flights = new Map<string, Promise<KeySet | undefined>>();
  let windowEnd = Number.NEGATIVE_INFINITY;
  let loads = 0;

  async function load(kid: string): Promise<KeySet | undefined> {
    const address = `https://public-keys.auth.elb.${region}.amazonaws.com/${kid}`;
    const { status, body } = await fetch(address, {
      accept: 'application/x-pem-file, text/plain, */*;q=0.1',
      maxBytes: MAX_BYTES,
    });
    // The place has no list of what it has, and says 403 to what it has not.
    const isAbsent = status === 403 || status === 404;
    if (!isAbsent && status !== 200) throw unusable(address, `answered with HTTP status ${status}`);
    const jwk = isAbsent ? undefined : publicJwkFromPem(decodeUtf8(body) ?? '');
    if (!isAbsent && jwk === undefined) throw unusable(address, 'is no public key on P-256 in PEM');
    const keys = jwk && createKeySet([{ ...jwk, kid }], address, engine);
    kept.set(kid, { keys, until: clock.monotonic() + (keys === undefined ? WINDOW : MAX_AGE) });
    return keys;
  }

  function keysOf(kid: string): Promise<KeySet | undefined> {
    const flight = flights.get(kid);
    if (flight !== undefined) return flight;
    const now = clock.monotonic();
    if (now >= windowEnd) {
      windowEnd = now + WINDOW;
      loads = 0;
    }
    if (++loads > MAX_LOADS) {
      throw new DrawbridgeError('overloaded', {
        detail: `${MAX_LOADS} keys of load balancers were fetched in the last ${WINDOW / 1000} s`,
      });
    }
    const started = load(kid).finally(() => flights.delete(kid));
    flights.set(kid, started);
    return started;
  }

  async function search(kid: string) {
    return (await (await keysOf(kid))?.find('ES256', kid)) ?? [];
  }

  return {
    find(alg, kid) {
      if (alg !== 'ES256' || kid === undefined || !KID.test(kid)) return [];
      const found = kept.get(kid);
      if (found === undefined || clock.monotonic() >= found.until) return search(kid);
      return found.keys === undefined ? [] : found.keys.find(alg, kid);
    },
  };
}

function unusable(address: string, why: string): DrawbridgeError {
  return new DrawbridgeError('upstream_invalid', { detail: `${address} ${why}` });
}
