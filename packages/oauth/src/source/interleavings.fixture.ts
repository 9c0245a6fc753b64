import { type Clock, DrawbridgeError, toDrawbridgeError } from '@drawbridge/core';
import { createLogRecorder, type LogRecorder } from '@drawbridge/testing';
import type { TokenSet } from '../token-set.ts';
import { createTokenSource } from './create-token-source.ts';
import type { TokenGrant } from './token-grant.ts';
import type { TokenKeeper } from './token-keeper.ts';
import { parseRecord } from './token-record.ts';
import type { TokenSource } from './token-source.ts';

/** Milliseconds. */
const ATTEMPT = 20_000;
/**
 * Seconds that a token lasts: many leases, and not more, since whoever waits for one looks for its end several times a
 * second while a network is gone.
 */
export const LIFE = 600;
/** Milliseconds: the wall clock at the start. */
const EPOCH = 1_767_225_600_000;

/** A process of the simulation. */
export interface SimProcess {
  readonly source: TokenSource;
  readonly log: LogRecorder;
  isAlive: boolean;
  /** Milliseconds that its wall clock is off. */
  offset: number;
  readonly gets: { readonly promise: Promise<TokenSet | DrawbridgeError>; isDone: boolean }[];
}

/** A request that reached the server. */
interface ServerRequest {
  readonly by: SimProcess;
  readonly refreshToken: string;
  readonly at: number;
  /** Whether what it answered reached who asked, and what that was. */
  answered?: string;
  isLost: boolean;
}

/**
 * Processes that share a keeper and a server, where nothing happens by itself: whoever holds the simulation says which of the
 * things that are under way goes on, when time passes, whose clock is set, and who is killed.
 */
export function createSimulation() {
  let now = 1_000_000;
  let kept: { readonly text: string; readonly version: string } | undefined;
  let changes = 0;
  let serial = 0;
  let current = 'refresh-0';
  let isRevoked = false;
  let losses = 0;
  let failingWrites = 0;
  const processes: SimProcess[] = [];
  const pending: { readonly by: SimProcess; readonly kind: 'disk' | 'network'; go(): void }[] = [];
  const timers: { readonly by: SimProcess; readonly at: number; readonly work: () => void }[] = [];
  const requests: ServerRequest[] = [];
  /** Access tokens that were kept at some time. */
  const stored = new Set<string>();
  const faults: string[] = [];
  let endedAfter: number | undefined;

  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  function step(by: SimProcess, kind: 'disk' | 'network'): Promise<void> {
    return new Promise((resolve) => {
      if (by.isAlive) pending.push({ by, kind, go: resolve });
    });
  }

  function keeperOf(by: () => SimProcess): TokenKeeper {
    return {
      async read() {
        await step(by(), 'disk');
        const found = kept;
        await step(by(), 'disk');
        return found;
      },
      async write(text, over) {
        await step(by(), 'disk');
        if (failingWrites > 0) {
          failingWrites--;
          throw new DrawbridgeError('data_unusable', { detail: 'the disk is full' });
        }
        if (kept?.version !== over) {
          await step(by(), 'disk');
          return undefined;
        }
        const version = `${++changes}`;
        kept = { text, version };
        const record = parseRecord(text);
        if (record.tokens !== undefined) stored.add(record.tokens.accessToken);
        if (record.ended !== undefined) endedAfter ??= requests.length;
        else if (endedAfter !== undefined) faults.push('what has ended began anew');
        await step(by(), 'disk');
        return version;
      },
    };
  }

  function lose(request?: ServerRequest): void {
    if (losses === 0) return;
    losses--;
    if (request !== undefined) request.isLost = true;
    throw new DrawbridgeError('token_endpoint_unreachable', { detail: 'the network is gone' });
  }

  function grantOf(by: () => SimProcess): TokenGrant {
    return {
      rotates: true,
      async obtain(held, signal) {
        const refreshToken = held?.refreshToken ?? 'refresh-0';
        await step(by(), 'network');
        signal.throwIfAborted();
        lose();
        const request: ServerRequest = { by: by(), refreshToken, at: now, isLost: false };
        judge(request);
        requests.push(request);
        const isGood = !isRevoked && refreshToken === current;
        // RFC 9700 section 4.14.2: who uses one twice may be a thief.
        if (!isGood) isRevoked = true;
        else current = `refresh-${++serial}`;
        const tokens = tokensOf(serial, by());
        if (isGood) request.answered = tokens.accessToken;
        const giveUp = () => (request.isLost = true);
        signal.addEventListener('abort', giveUp);
        await step(by(), 'network');
        signal.throwIfAborted();
        signal.removeEventListener('abort', giveUp);
        lose(request);
        if (isGood) return tokens;
        throw new DrawbridgeError('sign_in_needed', { detail: 'the refresh token was refused' });
      },
    };
  }

  function tokensOf(number: number, by: SimProcess): TokenSet {
    const obtainedAt = Math.floor((EPOCH + now + by.offset) / 1000);
    return {
      accessToken: `access-${number}`,
      tokenType: 'Bearer',
      obtainedAt,
      expiresAt: obtainedAt + LIFE,
      refreshToken: `refresh-${number}`,
    };
  }

  /** Whether a request may be made, after those before it. */
  function judge({ refreshToken, at }: ServerRequest): void {
    if (endedAfter !== undefined) faults.push('a request was made after the end was kept');
    for (const before of requests) {
      if (before.refreshToken !== refreshToken || before.isLost || !before.by.isAlive) {
        // Once it is kept, nobody may use the old one, whatever became of who had asked.
        if (before.answered !== undefined && stored.has(before.answered)) {
          if (before.refreshToken === refreshToken) faults.push('a used-up token was sent again');
        }
        continue;
      }
      // Of one that is stopped nothing is known: its lease goes on for so long, and ends.
      if (at - before.at < 1.25 * ATTEMPT) faults.push('two sent the same token at the same time');
      else if (pending.every(({ by }) => by !== before.by))
        faults.push('sent twice, without a stop');
    }
  }

  function start(): SimProcess {
    const log = createLogRecorder();
    const clock: Clock = {
      now: () => EPOCH + now + simulated.offset,
      monotonic: () => now,
    };
    const simulated: SimProcess = {
      log,
      isAlive: true,
      offset: 0,
      gets: [],
      source: createTokenSource({
        grant: grantOf(() => simulated),
        keeper: keeperOf(() => simulated),
        clock,
        log,
        attemptTimeout: ATTEMPT,
        timers: {
          hold: () => () => {},
          after(milliseconds, work) {
            const timer = { by: simulated, at: now + milliseconds, work };
            timers.push(timer);
            return () => {
              const index = timers.indexOf(timer);
              if (index >= 0) timers.splice(index, 1);
            };
          },
        },
      }),
    };
    processes.push(simulated);
    return simulated;
  }

  function get(by: SimProcess, refused?: string): void {
    const promise = by.source.get(refused === undefined ? {} : { refused }).then(
      (tokens) => {
        const isTold = by.log.entries.some(({ event }) => event === 'tokens not kept');
        if (!stored.has(tokens.accessToken) && !isTold) {
          faults.push('a token was handed out that is not kept');
        }
        return tokens;
      },
      (thrown: unknown) => {
        const fault = toDrawbridgeError(thrown);
        if (fault.code === 'internal') faults.push(`internal: ${fault.message}`);
        return fault;
      },
    );
    const entry = { promise, isDone: false };
    void promise.then(() => (entry.isDone = true));
    by.gets.push(entry);
  }

  async function go(index: number): Promise<void> {
    const [next] = pending.splice(index % Math.max(1, pending.length), 1);
    next?.go();
    await settle();
  }

  /** Does what is under way on the disk: that takes no time beside all else. */
  async function finishDisk(): Promise<void> {
    for (;;) {
      const index = pending.findIndex(({ kind }) => kind === 'disk');
      if (index < 0) return;
      await go(index);
    }
  }

  async function pass(milliseconds: number, stops: boolean): Promise<void> {
    const end = now + milliseconds;
    for (;;) {
      if (!stops) await finishDisk();
      const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      timers.splice(timers.indexOf(next), 1);
      now = Math.max(now, next.at);
      next.work();
      await settle();
    }
    now = Math.max(now, end);
  }

  function kill(by: SimProcess): void {
    by.isAlive = false;
    for (const list of [pending, timers]) {
      for (let index = list.length - 1; index >= 0; index--) {
        if (list[index]?.by === by) list.splice(index, 1);
      }
    }
  }

  return {
    faults,
    requests,
    start,
    get,
    go,
    pass,
    kill,
    settle,
    finishDisk,
    alive: () => processes.filter(({ isAlive }) => isAlive),
    pending: () => pending.length,
    untilTimer: () => Math.max(0, Math.min(...timers.map(({ at }) => at)) - now),
    loseNext: () => void losses++,
    failWrite: () => void failingWrites++,
    endFaults() {
      losses = 0;
      failingWrites = 0;
    },
    isStored: (token: string) => stored.has(token),
    record: () => (kept === undefined ? {} : parseRecord(kept.text)),
  };
}

export type Simulation = ReturnType<typeof createSimulation>;
