import { toDrawbridgeError } from '@drawbridge/core';
import { type ExchangedToken, Refusal, untilAborted } from '@drawbridge/oauth';

/** Asks an exchange for what one cloud takes. @param handle - renews a token that may be exchanged once */
export type Exchange = (
  token: string,
  handle: string | undefined,
  signal: AbortSignal,
) => Promise<ExchangedToken>;

/** The same for who knows of no handles. */
export type Trade = (token: string, signal: AbortSignal) => Promise<ExchangedToken>;

/** What is known of a token of the job. */
interface Known {
  /** What its first answer had, where a rule takes it once. It is good beside this token alone, whatever is asked for. */
  handle: string | undefined;
  /** Whose rules take it again and again, and no handle. */
  readonly free: Set<Exchange>;
  /** Is over when nobody asks without a handle. */
  turn: Promise<unknown>;
}

/** Tokens of which something is known: as many as are in use at one time, and some more. */
const MOST_TOKENS = 16;

/**
 * Lets several clouds have tokens of one token of the job, also where a rule of the exchange takes each once: the first answer
 * alone has the handle by which it is exchanged again, for other audiences too. So they ask one after the other until there is one.
 * Rules may differ, and one that does not take tokens once refuses a handle: then it is asked without.
 *
 * @returns what makes a {@link Trade} of each {@link Exchange}, all at one place
 */
export function createRenewals(): (exchange: Exchange) => Trade {
  const tokens = new Map<string, Known>();

  function knownOf(token: string): Known {
    const found = tokens.get(token);
    if (found !== undefined) return found;
    const [oldest] = tokens.keys();
    if (oldest !== undefined && tokens.size >= MOST_TOKENS) tokens.delete(oldest);
    const made = { handle: undefined, free: new Set<Exchange>(), turn: Promise.resolve() };
    tokens.set(token, made);
    return made;
  }

  return (exchange) => async (token, signal) => {
    const known = knownOf(token);
    const first = async () => {
      const exchanged = await exchange(token, undefined, signal);
      if (exchanged.renewalHandle === undefined) known.free.add(exchange);
      else known.handle = exchanged.renewalHandle;
      return exchanged;
    };
    if (known.free.has(exchange)) return first();
    if (known.handle === undefined) {
      const release = await takeTurn(known, signal);
      try {
        if (known.handle === undefined) return await first();
      } finally {
        release();
      }
    }
    try {
      return await exchange(token, known.handle, signal);
    } catch (thrown) {
      if (!isNoHandle(thrown)) throw thrown;
      return first();
    }
  };
}

/** Waits until nobody asks without a handle. @returns lets the next one do so */
async function takeTurn(known: Known, signal: AbortSignal): Promise<() => void> {
  const before = known.turn;
  let release = () => {};
  const mine = new Promise<void>((resolve) => (release = resolve));
  // Who gives up waiting lets nobody pass those before it.
  known.turn = Promise.all([before, mine]);
  try {
    await untilAborted(() => before, signal);
    return release;
  } catch (thrown) {
    release();
    throw thrown;
  }
}

function isNoHandle(thrown: unknown): boolean {
  const { cause } = toDrawbridgeError(thrown);
  return cause instanceof Refusal && cause.code === 'renewal_invalid';
}
