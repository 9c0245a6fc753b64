import type { KeptCredentials } from '../../kept/kept-login.ts';

/** Seconds before their end at which SDKs of AWS begin to ask for others: they should be given some that last longer. */
const SDKS_ASK = 15 * 60;
/** Seconds before that. */
const AHEAD = 60;
/** Of what lasts little longer than that, the last part: else every call would renew it. */
const LAST_PART = 0.3;
/** Seconds that credentials must last yet to be worth handing out. */
const LAST_MOMENTS = 10;
/** Seconds by which a clock may have been wrong. */
const SKEW = 60;

/** Whether credentials can be handed out. */
export function areGood({ expiresAt }: KeptCredentials, now: number): boolean {
  return expiresAt - now > LAST_MOMENTS;
}

/**
 * Whether it is time for others. Credentials of what is now the future tell that the clock was set back, nobody knows
 * how far.
 */
export function areDue({ expiresAt, obtainedAt }: KeptCredentials, now: number): boolean {
  const lead = Math.min(SDKS_ASK + AHEAD, (expiresAt - obtainedAt) * LAST_PART);
  return expiresAt - now <= lead || obtainedAt > now + SKEW;
}
