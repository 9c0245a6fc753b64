import { DrawbridgeError, type Log } from '@drawbridge/core';
import type { TokenSet } from '../token-set.ts';
import { untilAborted } from '../until-aborted.ts';
import { foreignFault } from './foreign-fault.ts';
import type { SourceTimers } from './source-timers.ts';
import type { TokenGrant } from './token-grant.ts';
import { formatRecord, parseRecord } from './token-record.ts';

/** What bounds an attempt. */
export interface ObtainLimits {
  readonly timers: SourceTimers;
  readonly closing: AbortSignal;
  /** Milliseconds. */
  readonly timeout: number;
  readonly log: Log;
}

/**
 * Asks a grant once. An attempt that may have used up a refresh token is not broken off when the source is closed:
 * the token that replaces it would be lost.
 *
 * @throws {DrawbridgeError} why it gave nothing; `token_endpoint_timeout` after too long
 */
export async function obtainInTime(
  grant: TokenGrant,
  held: TokenSet | undefined,
  { timers, closing, timeout, log }: ObtainLimits,
): Promise<TokenSet> {
  const attempt = new AbortController();
  const { signal } = attempt;
  const callOff = timers.after(timeout, () => attempt.abort(late(timeout)));
  const close = () => attempt.abort(closing.reason);
  if (!grant.rotates) closing.addEventListener('abort', close, { once: true });
  try {
    const work = obtain(grant, held, signal, closing);
    tellLate(work, signal, log);
    // Does not rely on the grant to look at its signal.
    const given = await untilAborted(() => work, signal);
    return complete(given, held);
  } finally {
    callOff();
    closing.removeEventListener('abort', close);
  }
}

/** One that answers or throws at once is a grant like any other. */
async function obtain(
  grant: TokenGrant,
  held: TokenSet | undefined,
  signal: AbortSignal,
  closing: AbortSignal,
): Promise<TokenSet> {
  let given: TokenSet;
  try {
    given = await grant.obtain(held, signal, closing);
  } catch (thrown) {
    throw foreignFault(thrown, 'the grant of the token source', WHAT_TO_THROW);
  }
  if (isObject(given)) return given;
  throw new DrawbridgeError('internal', {
    detail: 'the grant of the token source gave no token set',
    hint: 'Have its obtain() give one, as toTokenSet() makes of an access token, or throw a DrawbridgeError that says why not.',
  });
}

const WHAT_TO_THROW =
  'Have it throw a DrawbridgeError, with a detail that has no secret: sign_in_needed where no other attempt can end differently, and token_endpoint_unreachable or token_endpoint_unavailable where another one may.';

/** The compiler does not see to it where a grant is written in JavaScript. */
function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function tellLate(work: Promise<TokenSet>, signal: AbortSignal, log: Log): void {
  const tell = () => {
    if (signal.aborted) log.warn('tokens came when nobody waited for them any more');
  };
  work.then(tell, () => {});
}

/** Seconds. Nothing that a server gives takes as long to come here. */
const SLOWEST = 300;

/** What an answer need not repeat stays as it was. */
function complete(given: TokenSet, held: TokenSet | undefined): TokenSet {
  const { expiresAt, ...rest } = given;
  const refreshToken = given.refreshToken ?? held?.refreshToken;
  const idToken = given.idToken ?? held?.idToken;
  const tokens: TokenSet = {
    ...rest,
    // Over long before it was given: its issuer and this machine do not agree on the time, and nothing is known of its
    // life. An answer that took longer than a short life is another matter.
    ...(expiresAt !== undefined && expiresAt > given.obtainedAt - SLOWEST && { expiresAt }),
    ...(refreshToken !== undefined && { refreshToken }),
    ...(idToken !== undefined && { idToken }),
  };
  try {
    // What could not be read back would lock everybody out.
    parseRecord(formatRecord({ tokens }));
  } catch (cause) {
    throw new DrawbridgeError('token_endpoint_invalid', {
      detail:
        'what was given cannot be kept or sent: a token has a character that none may have, or a time is none',
      hint: 'Ask whoever runs the token endpoint.',
      cause,
    });
  }
  return tokens;
}

function late(timeout: number): DrawbridgeError {
  return new DrawbridgeError('token_endpoint_timeout', {
    detail: `no new tokens came within ${timeout / 1000} seconds`,
    hint: 'See whether what gives them runs, and can be reached.',
  });
}
