import { type Call, epochSeconds, type HeaderField, headerValues } from '@drawbridge/core';
import { readCookies } from '@drawbridge/oauth';
import type { ParcelKind, Parcels } from '../../sign-in/parcels.ts';
import type { VouchContext } from '../vouch-context.ts';
import { browserCookie } from './browser-cookie.ts';

/** How often a browser may be sent to the provider for one address, within the time of a sign-in. */
const MAX_TIMES = 6;
/** Addresses that are watched in one browser. A circle has one. */
const MAX_WATCHED = 8;
/** Characters of a hash that tell a few addresses of one browser apart. */
const NAME_LENGTH = 16;

/** When a browser asked, for each address: seconds since the epoch. The latest address is first. */
type Watched = readonly (readonly [address: string, times: readonly number[]])[];

const WATCHED: ParcelKind<Watched> = { context: 'vouch/loop' };

/** What is known of a browser that is about to be sent to the provider once more. */
export interface LoopWatch {
  readonly isLoop: boolean;
  /** The fields that count this time, or begin anew after a circle. */
  readonly headers: readonly HeaderField[];
}

/**
 * Counts how often a browser asks to sign in for one address, in a cookie of `/login` itself: that of Vouch Proxy has another
 * path, and does not come back there.
 */
export async function watchLoop(
  { settings, clock, engine }: Pick<VouchContext, 'settings' | 'clock' | 'engine'>,
  parcels: Parcels,
  call: Call,
  to: string,
): Promise<LoopWatch> {
  const { maxAge } = settings.session;
  const name = `${settings.session.name}_tries`;
  const path = `${settings.documentRoot}/login`;
  const now = epochSeconds(clock);
  const address = (await engine.sha256Text(to)).slice(0, NAME_LENGTH);
  const recent = (times: readonly number[]) => times.filter((at) => at > now - maxAge && at <= now);
  const seen = await read();
  const times = recent(seen.find(([known]) => known === address)?.[1] ?? []);
  if (times.length >= MAX_TIMES) {
    return {
      isLoop: true,
      headers: [browserCookie(settings, { name, value: '', path, maxAge: 0 })],
    };
  }
  const others = seen.filter(([known, at]) => known !== address && recent(at).length > 0);
  const next: Watched = [[address, [...times, now]], ...others.slice(0, MAX_WATCHED - 1)];
  const value = await parcels.seal(WATCHED, next, now + maxAge);
  return { isLoop: false, headers: [browserCookie(settings, { name, value, path, maxAge })] };

  async function read(): Promise<Watched> {
    for (const candidate of readCookies(headerValues(call, 'cookie'), name)) {
      const parcel = await parcels.open(WATCHED, candidate);
      if (parcel?.isOver === false) return parcel.value;
    }
    return [];
  }
}
