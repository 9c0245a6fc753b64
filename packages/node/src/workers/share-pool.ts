/** As many as Node has by default: with fewer, a signature at a time is all that leaves a thread to files. */
const LEAST = 4;

/**
 * What a worker's environment has so that the pools of all are together about as large as that of one process, and none smaller
 * than Node's own unless somebody asked for that: more signatures at once than there are cores for would keep everything else
 * waiting.
 */
export function sharePool(
  count: number,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const size = Number(env['UV_THREADPOOL_SIZE']);
  if (!Number.isInteger(size)) return {};
  return { UV_THREADPOOL_SIZE: String(Math.max(Math.min(LEAST, size), Math.ceil(size / count))) };
}
