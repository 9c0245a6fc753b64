import { type Call, headerValues } from '@drawbridge/core';
import { readCookies } from '@drawbridge/oauth';
import { countVisit, type Visits } from '../../sign-in/count-visits.ts';
import type { ParcelKind, Parcels } from '../../sign-in/parcels.ts';
import type { LoopWatch } from '../../sign-in/watch-loop.ts';
import type { VouchContext } from '../vouch-context.ts';
import { browserCookie } from './browser-cookie.ts';

/** How often a browser may be sent to the provider for one address, within the time of a sign-in. */
const MAX_TIMES = 6;

const WATCHED: ParcelKind<Visits> = { context: 'vouch/loop' };

/**
 * Counts how often a browser asks to sign in for one address, in a cookie of `/login` itself: that of Vouch Proxy has another
 * path, and does not come back there.
 */
export async function watchLoop(
  { settings, clock }: Pick<VouchContext, 'settings' | 'clock'>,
  parcels: Parcels,
  call: Call,
  to: string,
): Promise<LoopWatch> {
  const { maxAge } = settings.session;
  const cookie = { name: `${settings.session.name}_tries`, path: `${settings.documentRoot}/login` };
  const kept = readCookies(headerValues(call, 'cookie'), cookie.name);
  const limit = { kind: WATCHED, times: MAX_TIMES, window: maxAge };
  const value = await countVisit({ parcels, clock }, kept, to, limit);
  return value === undefined
    ? { isLoop: true, headers: [browserCookie(settings, { ...cookie, value: '', maxAge: 0 })] }
    : { isLoop: false, headers: [browserCookie(settings, { ...cookie, value, maxAge })] };
}
