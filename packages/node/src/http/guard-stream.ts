import type { ClientHttp2Stream } from 'node:http2';
import { UnsentError } from './unsent-stream.ts';

/** The other side did not look at it (RFC 9113 section 8.7). */
const REFUSED_STREAM = 7;

type Written = (error?: Error | null) => void;

/** What is known of a stream that is guarded. */
export interface GuardedStream {
  /** Whether the other side has ended it, though it may not be read to its end yet. */
  isWhole(): boolean;
}

/**
 * Has a stream end only where the other side ended it, and after all that came. What Node does: the end of the answer is
 * pushed when it comes, but also when the stream is closed by a reset of 0 or 8; and a reset closes the way up, which
 * undici takes for a broken call even where the answer before it was whole (RFC 9113 section 8.1 allows that).
 *
 * @param done - called once, after the end, or when there will be none
 */
export function guardStream(stream: ClientHttp2Stream, done: () => void): GuardedStream {
  const emit = stream.emit.bind(stream) as (event: string | symbol, ...args: unknown[]) => boolean;
  let trailers: unknown[] | undefined;
  let isWhole = false;
  let hasEnded = false;
  let isDone = false;
  const settle = () => {
    if (isDone) return;
    isDone = true;
    done();
  };
  const isOver = () => isWhole && stream.closed && !hasEnded;

  const push = stream.push.bind(stream);
  stream.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (chunk === null && !stream.closed) isWhole = true;
    return push(chunk, encoding);
  };
  // Nobody reads what goes up any more. To end it would end the answer, too, which waits to be read.
  const { end } = stream;
  stream.end = function later(this: ClientHttp2Stream, ...args: unknown[]) {
    return isOver() ? stream : (Reflect.apply(end, stream, args) as ClientHttp2Stream);
  };
  const { _write: write, _writev: writeMany } = stream;
  stream._write = (chunk: unknown, encoding: BufferEncoding, written: Written) => {
    if (isOver()) written();
    else Reflect.apply(write, stream, [chunk, encoding, written]);
  };
  stream._writev = (chunks: unknown, written: Written) => {
    if (isOver()) written();
    else Reflect.apply(writeMany ?? write, stream, [chunks, written]);
  };
  // undici listens to the first one only, and there may be another of Node's own.
  stream.on('error', () => {});
  stream.emit = (event: string | symbol, ...args: unknown[]) => {
    switch (event) {
      case 'trailers':
        trailers = args;
        return true;
      case 'aborted':
        if (isOver()) return true;
        break;
      case 'timeout':
        // The wait for the answer begins with the end of the request, unless the other side does not take that.
        if (!stream.writableEnded && !stream.writableNeedDrain) return true;
        break;
      case 'error':
        if (stream.rstCode !== REFUSED_STREAM) break;
        return emit('error', new UnsentError('the stream was refused', { cause: args[0] }));
      case 'end': {
        if (!isWhole) {
          emit('error', new Error(`the HTTP/2 stream was reset with code ${stream.rstCode}`));
        } else if (trailers !== undefined) {
          emit('trailers', ...trailers);
        }
        const isClosed = isOver();
        hasEnded = true;
        const isHeard = emit('end', ...args);
        if (isClosed) stream.destroy();
        settle();
        return isHeard;
      }
      case 'close': {
        const isHeard = emit('close', ...args);
        settle();
        return isHeard;
      }
      default:
    }
    return emit(event, ...args);
  };
  return { isWhole: () => isWhole };
}
