import {
  DrawbridgeError,
  silentLog,
  silentMetrics,
  systemClock,
  toDrawbridgeError,
} from '@drawbridge/core';
import type { TokenSet } from '../token-set.ts';
import { checkSourceOptions } from './check-source-options.ts';
import { type HeldTokens, holdTokens, type Origin, sameTokens } from './held-tokens.ts';
import type { Change } from './keep-change.ts';
import { MemoryKeeper } from './memory-keeper.ts';
import { createPauses } from './pauses.ts';
import { createRenewal, type Renewed } from './renewal.ts';
import { faultAgain, signInNeeded } from './sign-in-needed.ts';
import { createReports } from './source-reports.ts';
import type { TokenSourceOptions } from './source-options.ts';
import { LONGEST_TIMER, systemTimers } from './source-timers.ts';
import { timelyKeeper } from './timely-keeper.ts';
import type { TokenRecord } from './token-record.ts';
import type { GetTokens, TokenSource } from './token-source.ts';
import { createWaiters } from './waiters.ts';

const ATTEMPT_TIMEOUT = 20_000;
/** Milliseconds for which an access token that is refused stands, since it was given: a newer one would fare no better. */
const STANDS_FOR = 30_000;
/** Milliseconds, at most, between two attempts to write what could not be written. */
const SAVE_AGAIN = 5_000;
/** Milliseconds until it is tried again where new tokens were due anew when they came: a file, it may be, with old ones. */
const DUE_AGAIN = 10_000;
/** Milliseconds, at least, between two refreshes that nobody asked for, and between two looks for a token that is read. */
const LEAST_PAUSE = 1_000;

/**
 * Makes a token source: it asks its grant for new tokens ahead of the end of the old, once for all who want them, in this
 * process and in all others that share the keeper; and what was given is kept before anybody is handed it.
 *
 * @throws {TypeError} for a wrong option
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  checkSourceOptions(options);
  const { grant, initial, clock = systemClock, log = silentLog, metrics = silentMetrics } = options;
  const { timers = systemTimers, random = Math.random, keeper = new MemoryKeeper() } = options;
  const standsFor = grant.isRead === true ? LEAST_PAUSE : STANDS_FOR;
  const { attemptTimeout = ATTEMPT_TIMEOUT } = options;
  const closing = new AbortController();
  const waiters = createWaiters();
  const pauses = createPauses(clock, random);
  const reports = createReports(log, metrics);
  const renewal = createRenewal({
    grant,
    keeper: timelyKeeper(keeper, attemptTimeout, timers),
    initial,
    clock,
    timers,
    random,
    attemptTimeout,
    log,
    closing: closing.signal,
  });

  let loading: Promise<void> | undefined;
  let held: HeldTokens | undefined;
  /** Whether anybody was handed {@link held}. */
  let isUsed = false;
  let flight: Promise<void> | undefined;
  /** Nothing renews the tokens any more. */
  let ended: DrawbridgeError | undefined;
  /** What is in this memory alone, since it could not be written. */
  let unsaved: Change | undefined;
  let callOffTimer = () => {};
  let closed: Promise<void> | undefined;

  if (grant.rotates && keeper instanceof MemoryKeeper) reports.inMemoryAlone();

  function adopt(tokens: TokenSet, origin: Origin): HeldTokens {
    held = holdTokens(tokens, origin, { clock, random });
    isUsed = false;
    return held;
  }

  function take(record: TokenRecord): void {
    if (record.tokens !== undefined && !sameTokens(record.tokens, held?.tokens)) {
      adopt(record.tokens, 'kept');
    }
    if (record.ended !== undefined) tellEnded(signInNeeded(record.ended));
  }

  function load(): Promise<void> {
    loading ??= (async () => {
      try {
        const record = await renewal.read();
        if (record.tokens === undefined && initial !== undefined) adopt(initial, 'brought');
        take(record);
        schedule();
      } catch (thrown) {
        loading = undefined;
        throw toDrawbridgeError(thrown);
      }
    })();
    return loading;
  }

  /** Renews the tokens, or joins those who do already. @param refused - an access token that will not do */
  function fly(refused?: string): Promise<void> {
    if (flight === undefined) {
      flight = run(refused).finally(() => {
        flight = undefined;
        schedule();
      });
      // Whoever waits is told; it may be nobody.
      flight.catch(() => {});
    }
    return flight;
  }

  async function run(refused: string | undefined): Promise<void> {
    try {
      if (unsaved !== undefined) await saveAgain(unsaved);
      if (ended !== undefined) throw ended;
      if (isGood(refused) && held?.isDue() === false) return;
      const renewed = await renewal.renew((kept) => {
        take({ tokens: kept });
        return isGood(refused) && held?.isDue() === false;
      });
      settle(renewed);
    } catch (thrown) {
      throw fail(toDrawbridgeError(thrown));
    }
  }

  function isGood(refused: string | undefined): boolean {
    return held !== undefined && held.isAlive() && held.tokens.accessToken !== refused;
  }

  function settle(renewed: Renewed | undefined): void {
    if (renewed !== undefined && 'tokens' in renewed) adopt(renewed.tokens, 'given');
    if (renewed?.unsaved === undefined) {
      pauses.over();
    } else {
      unsaved = renewed.unsaved.change;
      pauses.failed(renewed.unsaved.fault, SAVE_AGAIN);
      reports.unsaved(renewed);
    }
    if (renewed !== undefined && 'ended' in renewed) throw renewed.ended;
    if (held?.isDue() === true) pauses.rest(DUE_AGAIN);
    reports.renewed(renewed);
  }

  /** @throws {DrawbridgeError} the keeper's */
  async function saveAgain(change: Change): Promise<void> {
    const standing = await renewal.keep(change);
    unsaved = undefined;
    pauses.over();
    reports.savedAgain(standing === undefined ? 'kept' : 'dropped');
    if (standing !== undefined) take(standing);
  }

  /** @returns the fault for who waited */
  function fail(fault: DrawbridgeError): DrawbridgeError {
    if (fault.code === 'sign_in_needed') {
      tellEnded(fault);
      return fault;
    }
    if (closing.signal.aborted) return fault;
    const wait = pauses.failed(fault, unsaved === undefined ? Infinity : SAVE_AGAIN);
    reports.failed(fault, wait);
    return faultAgain(fault, wait);
  }

  function tellEnded(fault: DrawbridgeError): void {
    if (ended !== undefined) return;
    ended = fault;
    reports.ended(fault);
  }

  /** Renews the tokens, and nobody waits for it. */
  function renewAhead(): void {
    const isNeeded = ended === undefined || unsaved !== undefined;
    if (!isNeeded || flight !== undefined || closed !== undefined || pauses.left() > 0) return;
    void fly().catch(() => {});
  }

  /** Sets the timer anew, which renews the tokens when nobody asks for them. */
  function schedule(): void {
    callOffTimer();
    callOffTimer = () => {};
    const isWanted = ended === undefined && (grant.rotates || isUsed);
    const dueAt = unsaved !== undefined ? -Infinity : isWanted ? held?.dueAt : undefined;
    if (closed !== undefined || dueAt === undefined || dueAt === Infinity) return;
    const wait = Math.max(dueAt - clock.monotonic(), pauses.left(), LEAST_PAUSE);
    callOffTimer = timers.after(Math.min(wait, LONGEST_TIMER), () => {
      if ((unsaved !== undefined || held?.isDue() === true) && pauses.left() <= 0) renewAhead();
      else schedule();
    });
  }

  function handOut({ tokens, isDue }: HeldTokens): TokenSet {
    if (!isUsed) {
      isUsed = true;
      if (!grant.rotates) schedule();
    }
    if (isDue()) renewAhead();
    return tokens;
  }

  async function find({ signal, refused }: GetTokens): Promise<TokenSet> {
    await waiters.waitFor(load(), signal);
    // Twice: the flight that is joined may be one that began with other tokens in mind.
    for (let round = 1; ; round++) {
      const isRefused = refused !== undefined && held?.tokens.accessToken === refused;
      const stands = isRefused && held !== undefined && held.age() < standsFor;
      if (held?.isAlive() === true && (!isRefused || stands)) return handOut(held);
      if (ended !== undefined) throw faultAgain(ended);
      // So short a life that it was over on the way: no other would live longer.
      if (round === 3 && held !== undefined) return handOut(held);
      const pause = pauses.reason();
      if (pause !== undefined && flight === undefined) throw faultAgain(pause.fault, pause.wait);
      await waiters.waitFor(fly(isRefused ? refused : undefined), signal);
    }
  }

  async function get(request: GetTokens = {}): Promise<TokenSet> {
    request.signal?.throwIfAborted();
    closing.signal.throwIfAborted();
    const { refused } = request;
    if (held?.isAlive() === true && held.tokens.accessToken !== refused) return handOut(held);
    const letGo = timers.hold();
    try {
      return await find(request);
    } finally {
      letGo();
    }
  }

  async function end(): Promise<void> {
    callOffTimer();
    // Not one of an endpoint, nor one that passes: whoever asks anew gets the same.
    const reason = new DrawbridgeError('internal', {
      detail: 'the token source is closed, and hands out no tokens any more',
      hint: 'Close it when nobody asks it any more, and make another for what comes after.',
    });
    closing.abort(reason);
    waiters.end(reason);
    await flight?.catch(() => {});
    if (unsaved === undefined) return;
    await saveAgain(unsaved).catch(reports.lost);
  }

  return {
    get,
    peek: () => (closed === undefined && held?.isAlive() === true ? handOut(held) : undefined),
    close: () => (closed ??= end()),
  };
}
