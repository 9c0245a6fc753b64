import { type Clock, epochSeconds } from '@drawbridge/core';
import { hashText, shortName } from './hash-text.ts';
import type { ParcelKind, Parcels } from './parcels.ts';

/** Addresses that are watched in one browser. A circle has one. */
const MAX_WATCHED = 8;

/** When a browser came, for each address: seconds since the epoch, the oldest first. The latest address is first. */
export type Visits = readonly (readonly [address: string, times: readonly number[]])[];

/** How often a browser may come. */
export interface VisitLimit {
  readonly kind: ParcelKind<Visits>;
  /** For one address, */
  readonly times: number;
  /** within these seconds. */
  readonly window: number;
}

/**
 * Counts how often a browser comes for one address, in a parcel that it keeps itself: what goes in a circle comes back.
 *
 * @param kept - the values that it brings of the cookie which has the parcel; of what it was not given nothing counts
 * @param address - whatever tells one from another
 * @returns the value to keep from now on; `undefined` for who came too often, with whom it begins anew
 */
export async function countVisit(
  { parcels, clock }: { readonly parcels: Parcels; readonly clock: Clock },
  kept: readonly string[],
  address: string,
  { kind, times: most, window }: VisitLimit,
): Promise<string | undefined> {
  const now = epochSeconds(clock);
  const name = shortName(await hashText(address));
  const recent = (times: readonly number[]) => times.filter((at) => at > now - window && at <= now);
  const seen = await read();
  const times = recent(seen.find(([known]) => known === name)?.[1] ?? []);
  if (times.length >= most) return undefined;
  const others = seen.filter(([known, at]) => known !== name && recent(at).length > 0);
  const next: Visits = [[name, [...times, now]], ...others.slice(0, MAX_WATCHED - 1)];
  return parcels.seal(kind, next, now + window);

  async function read(): Promise<Visits> {
    for (const candidate of kept) {
      const parcel = await parcels.open(kind, candidate);
      if (parcel?.isOver === false) return parcel.value;
    }
    return [];
  }
}
