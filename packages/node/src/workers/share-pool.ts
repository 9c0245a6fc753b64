/** As many as Node has by default: fewer would leave none to files. */
const LEAST = 4;

/**
 * What a worker's environment has so that the pools of all are no larger together than that of one process: more signatures at
 * once than there are cores for would keep everything else waiting.
 */
export function sharePool(
  count: number,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const size = Number(env['UV_THREADPOOL_SIZE']);
  if (!Number.isInteger(size)) return {};
  return { UV_THREADPOOL_SIZE: String(Math.max(LEAST, Math.ceil(size / count))) };
}
