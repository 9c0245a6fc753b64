import type { IncomingMessage } from 'node:http';

/**
 * The content of a request, chunk by chunk. Whoever stops half-way, at a limit say,
 * can still answer: the iterator that comes with a stream would tear the connection down.
 *
 * @throws {Error} when the request breaks off
 */
export async function* readChunks(request: IncomingMessage): AsyncGenerator<Uint8Array, void> {
  let wake = () => {};
  const notice = () => wake();
  // `readable` also tells of the end, `close` of a request that broke off.
  request.on('readable', notice).on('close', notice);
  try {
    for (;;) {
      const chunk = request.read() as Buffer | null;
      if (chunk !== null) {
        yield chunk;
      } else if (request.complete) {
        return;
      } else if (request.destroyed) {
        throw request.errored ?? new Error('the request broke off');
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    request.off('readable', notice).off('close', notice);
  }
}
