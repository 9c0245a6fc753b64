import { DrawbridgeError, type ErrorCode } from '@drawbridge/core';
import { createLogRecorder, createTestClock, type TestClock } from '@drawbridge/testing';
import type { TokenSet } from '../token-set.ts';
import { createTokenSource } from './create-token-source.ts';
import type { TokenSourceOptions } from './source-options.ts';
import { LONGEST_TIMER, type SourceTimers } from './source-timers.ts';
import { memoryKeeper } from './memory-keeper.ts';
import type { TokenGrant } from './token-grant.ts';

/** Lets everything happen that needs no time to pass. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Timers that go off when the clock of a test is let pass. */
export interface TestTimers extends SourceTimers {
  /** Lets time pass, and does on the way what was to be done. */
  pass(seconds: number): Promise<void>;
  /** How many are set. */
  count(): number;
  /** How many hold the process. */
  holds(): number;
}

function createTestTimers(clock: TestClock): TestTimers {
  const set = new Set<{ readonly at: number; readonly work: () => void }>();
  let holds = 0;
  return {
    after(milliseconds, work) {
      if (!(milliseconds >= 0 && milliseconds <= LONGEST_TIMER)) {
        throw new RangeError(`no timer waits for ${milliseconds} milliseconds`);
      }
      const timer = { at: clock.monotonic() + milliseconds, work };
      set.add(timer);
      return () => set.delete(timer);
    },
    hold() {
      holds++;
      return () => holds--;
    },
    async pass(seconds) {
      const end = clock.monotonic() + seconds * 1000;
      await settle();
      for (;;) {
        const [next] = [...set].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        set.delete(next);
        clock.advance(Math.max(0, next.at - clock.monotonic()) / 1000);
        next.work();
        await settle();
      }
      clock.advance(Math.max(0, end - clock.monotonic()) / 1000);
      await settle();
    },
    count: () => set.size,
    holds: () => holds,
  };
}

/** A server whose refresh tokens are good once: RFC 9700 section 4.14.2. */
export interface TestGrant extends TokenGrant {
  /** The refresh tokens that it was asked with. */
  readonly requests: string[];
  /** What comes of the next requests, before the rest succeed; a promise is waited for. */
  readonly next: (Promise<void> | (() => Promise<void> | void))[];
  /** Seconds. */
  life: number | undefined;
}

const FIRST = 'refresh-0';

function createTestGrant(clock: TestClock, rotates = true): TestGrant {
  let given = 0;
  const requests: string[] = [];
  const next: TestGrant['next'] = [];
  const grant: TestGrant = {
    rotates,
    requests,
    next,
    life: 3600,
    async obtain(held, signal) {
      const sent = held?.refreshToken ?? FIRST;
      requests.push(sent);
      const step = next.shift();
      const aborted = new Promise<never>((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      );
      await Promise.race([typeof step === 'function' ? step() : step, aborted]);
      if (rotates && sent !== `refresh-${given}`) throw fault('sign_in_needed');
      given++;
      return tokenSet(given, clock.seconds(), grant.life);
    },
  };
  return grant;
}

export function tokenSet(number: number, obtainedAt: number, life: number | undefined): TokenSet {
  return {
    accessToken: `access-${number}`,
    tokenType: 'Bearer',
    obtainedAt,
    ...(life !== undefined && { expiresAt: obtainedAt + life }),
    refreshToken: `refresh-${number}`,
  };
}

export function fault(code: ErrorCode, detail = `test says ${code}`): DrawbridgeError {
  return new DrawbridgeError(code, { detail, hint: 'test hint' });
}

/** Fails an attempt. */
export const failing = (code: ErrorCode, detail?: string) => () => {
  throw fault(code, detail);
};

/** Something that is waited for until it is let go on. */
export function gate(): { readonly promise: Promise<void>; readonly open: () => void } {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

/** A source with all that it needs, and more of them beside it. */
export function world(options: Partial<TokenSourceOptions> & { readonly rotates?: boolean } = {}) {
  const { rotates = true, ...others } = options;
  const clock = createTestClock();
  const timers = createTestTimers(clock);
  const grant = createTestGrant(clock, rotates);
  const log = createLogRecorder();
  const keeper = options.keeper ?? memoryKeeper();
  const make = (more: Partial<TokenSourceOptions> = {}) =>
    createTokenSource({
      clock,
      timers,
      log,
      grant,
      keeper,
      random: () => 0.5,
      ...others,
      ...more,
    });
  return { clock, timers, grant, log, keeper, make, source: make() };
}
