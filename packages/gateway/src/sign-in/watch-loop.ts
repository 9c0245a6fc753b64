import { type Call, epochSeconds, type HeaderField, headerValues } from '@drawbridge/core';
import { readCookies } from '@drawbridge/oauth';
import { clearCookies, setCookies } from '../cookies/set-cookies.ts';
import { hashText, shortName } from './hash-text.ts';
import type { LoginRequest } from './login-request.ts';
import type { ParcelKind } from './parcels.ts';
import type { SignInContext } from './sign-in-context.ts';

/** How often an app may ask for a sign-in of somebody who is signed in, */
const MAX_TIMES = 3;
/** within these seconds. */
const WINDOW = 60;
/** Addresses that are watched in one browser. A circle has one. */
const MAX_WATCHED = 8;

/** When a browser was handed over, for each address: seconds since the epoch, the oldest first. */
type Watched = readonly (readonly [address: string, times: readonly number[]])[];

const WATCHED: ParcelKind<Watched> = { context: 'loop' };

/** What is known of a browser that is about to be handed over once more. */
export interface LoopWatch {
  /** Whether it goes in a circle: the app host does not get what it was handed, or does not understand it. */
  readonly isLoop: boolean;
  /** The fields that count this time, or begin anew after a circle. */
  readonly headers: readonly HeaderField[];
}

/**
 * Counts how often somebody who is signed in is handed over to the same page of the same app, in a cookie of the auth host:
 * it comes back although that of the app host does not.
 *
 * The page counts, and not only its host: who opens a browser with ten tabs of one app comes ten times.
 */
export async function watchLoop(
  { names, parcels, clock }: SignInContext,
  call: Call,
  { host, to }: LoginRequest,
): Promise<LoopWatch> {
  const name = `${names.session}-loop`;
  const now = epochSeconds(clock);
  const cookies = headerValues(call, 'cookie');
  const address = shortName(await hashText(`${host} ${to}`));
  const recent = (times: readonly number[]) => times.filter((at) => at > now - WINDOW && at <= now);
  const seen = await read();
  const times = recent(seen.find(([known]) => known === address)?.[1] ?? []);
  if (times.length >= MAX_TIMES) return { isLoop: true, headers: clearCookies(name, cookies) };
  const others = seen.filter(([known, at]) => known !== address && recent(at).length > 0);
  const next: Watched = [[address, [...times, now]], ...others.slice(0, MAX_WATCHED - 1)];
  const cookie = await parcels.seal(WATCHED, next, now + WINDOW);
  return { isLoop: false, headers: setCookies(name, cookie, { maxAge: WINDOW, cookies }) };

  async function read(): Promise<Watched> {
    for (const candidate of readCookies(cookies, name)) {
      const parcel = await parcels.open(WATCHED, candidate);
      if (parcel?.isOver === false) return parcel.value;
    }
    return [];
  }
}
