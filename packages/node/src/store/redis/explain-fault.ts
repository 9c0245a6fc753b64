import { DrawbridgeError } from '@drawbridge/core';
import { unavailable } from '../unavailable.ts';

const ACCESS = 'Compare `store.username` and `store.password` with the users of the server.';

/** What to do about a reply of the server, by its first word. */
const HINTS: Readonly<Record<string, string>> = {
  NOAUTH: ACCESS,
  WRONGPASS: ACCESS,
  NOPERM:
    'The user must be allowed HMGET, HSET, DEL, PEXPIRE, EVAL, EVALSHA and PING on keys with the prefix.',
  OOM: 'The memory of the server is full: raise its `maxmemory`.',
  READONLY: '`store.url` leads to a replica: give the address of the primary.',
  MASTERDOWN: 'The server is a replica that has lost its primary.',
  MISCONF: 'The server cannot write to its disk.',
  LOADING: 'The server has just started and reads its data.',
  BUSY: 'A script of somebody else keeps the server busy.',
  MOVED:
    'The server is part of a cluster, which is not supported: give the address of one primary.',
  CROSSSLOT:
    'The server is part of a cluster, which is not supported: give the address of one primary.',
  WRONGTYPE: 'Something else uses the same keys: give `store.prefix` another value.',
};

/** The first word of a reply that is an error; `undefined` when the fault is none of the server's. */
export function replyCode(thrown: unknown): string | undefined {
  const { message = '', code } = (thrown ?? {}) as { message?: string; code?: unknown };
  if (code !== undefined) return undefined;
  return /^([A-Z]{2,20})(?: |$)/.exec(message)?.[1];
}

/**
 * What became of a call. The text of a reply is left out: it may repeat what was sent.
 *
 * @param place - the server, as `HOST:PORT`
 */
export function explainFault(place: string, thrown: unknown): DrawbridgeError {
  if (thrown instanceof DrawbridgeError) return thrown;
  const reply = replyCode(thrown);
  if (reply !== undefined) {
    const hint = HINTS[reply] ?? 'See the log of the server.';
    return unavailable(`the store at ${place} answers ${reply}`, hint, thrown);
  }
  const { code, name } = (thrown ?? {}) as { code?: unknown; name?: string };
  const reason = typeof code === 'string' ? code : (name ?? 'an unknown fault');
  return unavailable(
    `the store at ${place} cannot be reached (${reason})`,
    'Is the server up, and does `store.url` lead to it?',
    thrown,
  );
}

/** The fault of a server that says nothing. */
export function lateFault(place: string, timeout: number): DrawbridgeError {
  return unavailable(
    `the store at ${place} did not answer in ${timeout} ms`,
    'Is the server overloaded, or cut off? `store.timeout` is how long to wait.',
  );
}
