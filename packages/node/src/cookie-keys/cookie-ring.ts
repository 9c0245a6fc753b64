import { isJsonObject, member } from '@drawbridge/core';

/** A secret that cookies are sealed with. */
export interface CookieKey {
  /** 32 random bytes as base64url. */
  readonly secret: string;
  /** Seconds since the epoch, from when on it seals. */
  readonly from: number;
}

/** The secrets in the order in which they came. What each of them is good for follows from this and the clock alone. */
export type CookieRing = readonly [CookieKey, ...CookieKey[]];

/** How long, in seconds. */
export interface CookieSchedule {
  /** A secret seals. */
  readonly sealsFor: number;
  /** What it sealed is to be opened, at the longest. */
  readonly lifetime: number;
}

/** Seconds from when a secret is there to when it seals: ample for every process to have read it, or to notice that it has not. */
export const SEAL_DELAY = 3600;

/** The newest secrets, which a clock that ran ahead for a while takes from nobody. */
const LEAST_KEPT = 3;

const VERSION = 1;
const SECRET = /^[\w-]{43}$/;

/** The secret that seals now: the last one whose time has come. Before all of them, on a clock that was set back, it is the first. */
export function sealingKey(ring: CookieRing, now: number): CookieKey {
  return ring.findLast(({ from }) => from <= now) ?? ring[0];
}

/**
 * The ring as it should be now; the same object where it is so.
 *
 * The next secret comes when the last one has sealed for long enough. One that would only seal in a time that is far, since
 * a clock ran ahead when it came, seals after the usual delay; the only one seals anyhow. A secret goes when nothing that it sealed can be alive.
 *
 * @param makeSecret - 32 random bytes as base64url
 */
export function renewRing(
  ring: CookieRing,
  now: number,
  { sealsFor, lifetime }: CookieSchedule,
  makeSecret: () => string,
): CookieRing {
  const last = ring[ring.length - 1] as CookieKey;
  if (last.from > now + SEAL_DELAY) {
    const from = ring.length === 1 ? now : now + SEAL_DELAY;
    return [...ring.slice(0, -1), { ...last, from }] as unknown as CookieRing;
  }
  if (now < last.from + sealsFor) return ring;
  const next = [...ring, { secret: makeSecret(), from: now + SEAL_DELAY }];
  const kept = next.filter((_, index) => {
    const successor = next[index + 1];
    if (successor === undefined || index >= next.length - LEAST_KEPT) return true;
    // Another delay for a process that found its successor late.
    return now < successor.from + lifetime + SEAL_DELAY;
  });
  return kept as unknown as CookieRing;
}

/** A new ring, whose secret seals at once: nobody can have another. */
export function foundCookieRing(now: number, makeSecret: () => string): CookieRing {
  return [{ secret: makeSecret(), from: now }];
}

export function formatRing(ring: CookieRing): string {
  return `${JSON.stringify({ v: VERSION, keys: ring }, undefined, 2)}\n`;
}

/** @returns `undefined` for what {@link formatRing} did not write */
export function parseRing(text: string): CookieRing | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isJsonObject(value) || member(value, 'v') !== VERSION) return undefined;
  const listed = member(value, 'keys');
  if (!Array.isArray(listed)) return undefined;
  const [first, ...more] = listed.map(toKey);
  const isWhole = first !== undefined && more.every((key) => key !== undefined);
  return isWhole ? [first, ...more] : undefined;
}

function toKey(value: unknown): CookieKey | undefined {
  if (!isJsonObject(value)) return undefined;
  const secret = member(value, 'secret');
  const from = member(value, 'from');
  const isKey = typeof secret === 'string' && SECRET.test(secret) && Number.isSafeInteger(from);
  return isKey ? { secret, from: from as number } : undefined;
}
