import { createKeptOnce, type KeptOnce, type KeptOnceOptions } from './kept-once.ts';
import type { LoginRequest } from './login-request.ts';

/** What an app host is handed for a code: all that it sets, ready. */
export interface HandedOver extends Pick<LoginRequest, 'host' | 'to' | 'binding'> {
  /** That stands for the session on the app host, and on no other. */
  readonly cookie: string;
  /** When the session ends at the latest, in seconds since the epoch. */
  readonly endsAt: number;
}

/** Seconds: for one redirect. */
const CODE_TIME = 30;

/** Sessions that app hosts are to fetch, each by a code, once: of all who come with it, in all processes, one gets it. */
export function createHandOvers(
  where: Pick<KeptOnceOptions, 'store' | 'parcels' | 'clock'>,
): KeptOnce<HandedOver> {
  const { store, parcels, clock } = where;
  return createKeptOnce({
    store,
    parcels,
    clock,
    purpose: 'sign-in/hand-over',
    lifetime: CODE_TIME,
  });
}
