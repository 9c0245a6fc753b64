import { type Call, type HeaderField, headerValues } from '@drawbridge/core';
import { readCookies } from '@drawbridge/oauth';
import { clearCookies, setCookies } from '../cookies/set-cookies.ts';
import { countVisit, type VisitLimit } from './count-visits.ts';
import type { LoginRequest } from './login-request.ts';
import type { SignInContext } from './sign-in-context.ts';

/** How often an app may ask for a sign-in of somebody who is signed in, within a minute. */
const LIMIT: VisitLimit = { kind: { context: 'loop' }, times: 3, window: 60 };

/** What is known of a browser that is about to be handed over once more. */
export interface LoopWatch {
  /** Whether it goes in a circle: where it was sent, it does not get what it was handed, or is not understood. */
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
  const cookies = headerValues(call, 'cookie');
  const kept = readCookies(cookies, name);
  const value = await countVisit({ parcels, clock }, kept, `${host} ${to}`, LIMIT);
  return value === undefined
    ? { isLoop: true, headers: clearCookies(name, cookies) }
    : { isLoop: false, headers: setCookies(name, value, { maxAge: LIMIT.window, cookies }) };
}
