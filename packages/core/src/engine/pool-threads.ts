/** The threads of libuv's pool where nobody says otherwise. */
const DEFAULT = 4;
const MOST = 1024;

/**
 * How many threads Node's pool has: what `UV_THREADPOOL_SIZE` was when the pool was first used, as libuv reads it.
 *
 * @param size - the variable; default: that of this process
 */
export function poolThreads(size = variable()): number {
  if (size === undefined) return DEFAULT;
  // Like atoi(3): what is no number is 0, and libuv makes 1 of that. A negative one is a huge one to it.
  const given = Number.parseInt(size, 10) || 1;
  return given < 0 ? MOST : Math.min(given, MOST);
}

function variable(): string | undefined {
  const { process } = globalThis as {
    process?: { readonly env?: Readonly<Record<string, string | undefined>> };
  };
  return process?.env?.['UV_THREADPOOL_SIZE'];
}
