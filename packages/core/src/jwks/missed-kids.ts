import type { Clock } from '../clock.ts';

/** The `kid`s that an issuer was lately asked for in vain. */
export interface MissedKids {
  has(kid: string | undefined): boolean;
  add(kid: string | undefined): void;
}

/** How long and how many. */
export interface MissedKidsOptions {
  /** Milliseconds that a `kid` is remembered. */
  readonly ttl: number;
  /** How many are remembered; the one that was added first makes room. */
  readonly limit: number;
  readonly clock: Clock;
}

/** Longer ones are not kept: a caller chooses them, and a thousand must not fill the memory. */
const MAX_LENGTH = 256;

/** Remembers `kid`s for a while. A token without one is remembered too. */
export function createMissedKids({ ttl, limit, clock }: MissedKidsOptions): MissedKids {
  const until = new Map<string | undefined, number>();
  return {
    has(kid) {
      const end = until.get(kid);
      if (end === undefined) return false;
      if (clock.monotonic() < end) return true;
      until.delete(kid);
      return false;
    },
    add(kid) {
      if (kid !== undefined && kid.length > MAX_LENGTH) return;
      until.delete(kid);
      if (until.size >= limit) {
        const [oldest] = until.keys();
        until.delete(oldest);
      }
      until.set(kid, clock.monotonic() + ttl);
    },
  };
}
