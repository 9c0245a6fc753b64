import {
  type Clock,
  DrawbridgeError,
  epochSeconds,
  type Log,
  toDrawbridgeError,
} from '@drawbridge/core';
import type { TokenSet } from '../token-set.ts';
import { type Change, keepChange } from './keep-change.ts';
import { createLeaseWatch } from './lease-watch.ts';
import { sleep, type SourceTimers } from './source-timers.ts';
import { obtainInTime } from './obtain-in-time.ts';
import { SalvagedTokens } from './salvaged-tokens.ts';
import { signInNeeded } from './sign-in-needed.ts';
import type { TokenGrant } from './token-grant.ts';
import type { KeptText, TokenKeeper } from './token-keeper.ts';
import { formatRecord, parseRecord, type TokenRecord } from './token-record.ts';

/** What tokens are renewed with. */
export interface RenewalOptions {
  readonly grant: TokenGrant;
  readonly keeper: TokenKeeper;
  /** What the person brought; what is kept counts in its place. */
  readonly initial: TokenSet | undefined;
  readonly clock: Clock;
  readonly timers: SourceTimers;
  readonly random: () => number;
  /** Milliseconds. */
  readonly attemptTimeout: number;
  readonly log: Log;
  /** Fires when the source is closed. */
  readonly closing: AbortSignal;
}

/** What came of a renewal: what the grant gave, or that it gives nothing any more. */
export type Renewed = ({ readonly tokens: TokenSet } | { readonly ended: DrawbridgeError }) & {
  readonly unsaved?: Unsaved;
};

/** What could not be written, so that this process alone knows of it, and why. */
interface Unsaved {
  readonly change: Change;
  readonly fault: DrawbridgeError;
}

/** Renews tokens, one process at a time. */
export interface Renewal {
  /** What is kept. */
  read(): Promise<TokenRecord>;
  /**
   * Renews the tokens, unless another process did.
   *
   * @param offer - is given what is kept, each time that it is read; answers whether that will do
   * @returns `undefined` where what was offered will do
   * @throws {DrawbridgeError} why not, for now
   */
  renew(offer: (kept: TokenSet) => boolean): Promise<Renewed | undefined>;
  /** Writes what could not be written before. @returns what stands in its place, where others were at work meanwhile */
  keep(change: Change): Promise<TokenRecord | undefined>;
}

/** Milliseconds between two looks for the end of another's lease: the first of them... */
const FIRST_LOOK = 100;
/** ...which become longer, until this. */
const LONGEST_LOOK = 500;
/** How often the keeper may take so long over a lease that it is no use any more. */
const MOST_LATE = 3;

interface Taken {
  readonly version: string;
  /** Whether too little of it is left to send anything. */
  isLate(): boolean;
}

export function createRenewal(options: RenewalOptions): Renewal {
  const { grant, keeper, initial, clock, timers, random, attemptTimeout, log, closing } = options;
  const owner = crypto.randomUUID();
  const isHeld = createLeaseWatch(clock, owner);
  const margin = attemptTimeout / 2;

  async function read(): Promise<{ kept: KeptText | undefined; record: TokenRecord }> {
    const kept = await keeper.read();
    return { kept, record: kept === undefined ? {} : parseRecord(kept.text) };
  }

  /**
   * Takes the lease, before anything is sent: a keeper that cannot be written to is found while the refresh token is
   * still good.
   */
  async function take(
    { tokens }: TokenRecord,
    over: string | undefined,
  ): Promise<Taken | undefined> {
    const start = { wall: clock.now(), monotonic: clock.monotonic() };
    const lease = { owner, term: attemptTimeout + margin };
    const version = await keeper.write(formatRecord({ ...(tokens && { tokens }), lease }), over);
    if (version === undefined) return undefined;
    return {
      version,
      // A machine that slept knows by the wall clock alone: others may not have slept with it.
      isLate: () =>
        Math.max(clock.monotonic() - start.monotonic, clock.now() - start.wall) > margin / 2,
    };
  }

  /** Lets others go on. Where that fails, they do when the term is over. */
  async function release(held: TokenSet | undefined, version: string): Promise<void> {
    try {
      await keeper.write(formatRecord(held ? { tokens: held } : {}), version);
    } catch (thrown) {
      log.debug('lease not given back', { detail: toDrawbridgeError(thrown).message });
    }
  }

  async function renew(offer: (kept: TokenSet) => boolean): Promise<Renewed | undefined> {
    let look = FIRST_LOOK;
    let isTold = false;
    for (let late = 0; ; ) {
      closing.throwIfAborted();
      const { kept, record } = await read();
      if (record.tokens !== undefined && offer(record.tokens)) return undefined;
      if (record.ended !== undefined) return { ended: signInNeeded(record.ended) };
      const taken = isHeld(record.lease, kept) ? undefined : await take(record, kept?.version);
      if (taken === undefined) {
        if (look === LONGEST_LOOK && !isTold) {
          isTold = true;
          log.info('waiting for another process, which renews the tokens', {
            detail: `if it was killed over that, it takes up to ${(attemptTimeout + margin) / 1000} seconds`,
          });
        }
        await sleep(timers, look * (0.5 + random() / 2), closing);
        look = Math.min(look * 1.5, LONGEST_LOOK);
        continue;
      }
      if (taken.isLate() || closing.aborted) {
        await release(record.tokens, taken.version);
        if (++late === MOST_LATE) throw tooSlow();
        continue;
      }
      const renewed = await ask(record.tokens, taken);
      if (renewed !== undefined) return renewed;
    }
  }

  /** @returns `undefined` where others were at work with the same tokens: what they have kept is to be looked at */
  async function ask(base: TokenSet | undefined, { version }: Taken): Promise<Renewed | undefined> {
    const held = base ?? initial;
    let tokens: TokenSet;
    try {
      tokens = await obtainInTime(grant, held, { timers, closing, timeout: attemptTimeout, log });
    } catch (thrown) {
      const fault = toDrawbridgeError(thrown);
      const last = SalvagedTokens.of(fault) ?? base;
      if (fault.code !== 'sign_in_needed') {
        await release(last, version);
        throw fault;
      }
      return end(fault, { last, base }, version);
    }
    return keepOr(
      { tokens },
      { next: { tokens }, base },
      version,
      'tokens were renewed by another process at the same time: theirs are used',
    );
  }

  /** Tells all others that nothing renews the tokens any more. */
  function end(
    fault: DrawbridgeError,
    { last, base }: Readonly<Record<'last' | 'base', TokenSet | undefined>>,
    version: string,
  ): Promise<Renewed | undefined> {
    const { message: why, hint } = fault;
    const ended = { at: epochSeconds(clock), why, ...(hint !== undefined && { hint }) };
    const next = { ...(last && { tokens: last }), ended };
    return keepOr(
      { ended: fault },
      { next, base },
      version,
      'a token was refused that another process is at work with: what comes of that counts',
    );
  }

  async function keepOr(
    renewed: Renewed,
    change: Change,
    version: string,
    otherwise: string,
  ): Promise<Renewed | undefined> {
    try {
      const standing = await keepChange(keeper, isHeld, change, { version });
      if (standing === undefined) return renewed;
      log.warn(otherwise);
      return undefined;
    } catch (thrown) {
      return { ...renewed, unsaved: { change, fault: toDrawbridgeError(thrown) } };
    }
  }

  return {
    renew,
    read: async () => (await read()).record,
    keep: (change) => keepChange(keeper, isHeld, change),
  };
}

function tooSlow(): DrawbridgeError {
  return new DrawbridgeError('store_unavailable', {
    detail:
      'what tokens are kept in took so long to write to that the lease was over before it was any use',
    hint: 'See why it is so slow, or allow an attempt more time.',
  });
}
