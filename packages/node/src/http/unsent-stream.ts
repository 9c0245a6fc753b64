import type { ClientHttp2Stream } from 'node:http2';
import { Duplex } from 'node:stream';

/** A request that was not processed by the other side for sure: it may be sent once more, whatever it asks for. */
export class UnsentError extends Error {
  override readonly name = 'UnsentError';
}

/** In place of a stream that could not be opened; it fails as one that was. */
export function unsentStream(cause: unknown): ClientHttp2Stream {
  const stream = new Duplex({
    read() {},
    write(_chunk, _encoding, done) {
      done();
    },
  });
  const likeOne = Object.assign(stream, {
    rstCode: 0,
    close: () => stream.destroy(),
    setTimeout: () => stream,
  });
  stream.on('error', () => {});
  process.nextTick(() =>
    stream.destroy(new UnsentError('an HTTP/2 stream could not be opened', { cause })),
  );
  return likeOne as unknown as ClientHttp2Stream;
}
