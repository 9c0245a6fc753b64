import { readLimited } from '@drawbridge/core';
import { nodeModule } from './node-module.ts';

/** The two functions of node:zlib that are used, typed here because no `node:` module is imported. */
interface NodeZlib {
  deflateRawSync(bytes: Uint8Array): Uint8Array;
  inflateRawSync(
    bytes: Uint8Array,
    options: { maxOutputLength: number; info: true },
  ): { readonly buffer: Uint8Array; readonly engine: { readonly bytesWritten: number } };
}

/** What inflating came to: the bytes, or why there are none. */
export type Inflated = Uint8Array | 'too large' | 'malformed';

/** Deflates (RFC 1951) at once on Node, else by the web platform. */
export async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  const zlib = nodeModule('node:zlib') as NodeZlib | undefined;
  if (zlib !== undefined) return zlib.deflateRawSync(bytes);
  const stream = through(bytes, new CompressionStream('deflate-raw'));
  return (await readLimited(stream, Number.MAX_SAFE_INTEGER)) as Uint8Array;
}

/**
 * Inflates bytes that must be one deflate stream, of which no byte is left over.
 *
 * @param limit - bytes that may come out; whatever would follow is not made
 */
export async function inflate(bytes: Uint8Array, limit: number): Promise<Inflated> {
  const zlib = nodeModule('node:zlib') as NodeZlib | undefined;
  return zlib === undefined ? inflateOnWeb(bytes, limit) : inflateOnNode(zlib, bytes, limit);
}

function inflateOnNode(zlib: NodeZlib, bytes: Uint8Array, limit: number): Inflated {
  try {
    const { buffer, engine } = zlib.inflateRawSync(bytes, { maxOutputLength: limit, info: true });
    return engine.bytesWritten === bytes.length ? buffer : 'malformed';
  } catch (thrown) {
    const { code } = thrown as { code?: unknown };
    return code === 'ERR_BUFFER_TOO_LARGE' ? 'too large' : 'malformed';
  }
}

/** The Compression Standard, section 5: what is left over, or is missing, is a TypeError. */
async function inflateOnWeb(bytes: Uint8Array, limit: number): Promise<Inflated> {
  try {
    const stream = through(bytes, new DecompressionStream('deflate-raw'));
    return (await readLimited(stream, limit)) ?? 'too large';
  } catch {
    return 'malformed';
  }
}

function through(
  bytes: Uint8Array,
  by: CompressionStream | DecompressionStream,
): ReadableStream<Uint8Array> {
  return new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(by);
}
