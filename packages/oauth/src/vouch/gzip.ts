import { DrawbridgeError } from '@drawbridge/core';
import { crc32 } from './crc32.ts';
import { deflate, inflate } from './deflate.ts';

/** RFC 1952 section 2.3.1: ID1, ID2, and the one method, deflate. No flag is set, so nothing else is in the header. */
const START = [0x1f, 0x8b, 8, 0];
const HEADER = 10;
const TRAILER = 8;
/** The operating system that made it: Go says that it does not know. */
const OS_AT = 9;
const OS_UNKNOWN = 255;

/** What a gzip member holds, and who made it. */
export interface GzipContent {
  readonly bytes: Uint8Array;
  /** `OS` of its header (RFC 1952 section 2.3.1): 255 of what Go or Drawbridge made. */
  readonly os: number;
}

/** Makes one gzip member (RFC 1952), with the header that Go's gzip writes: without a name, a time or an operating system. */
export async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  const body = await deflate(bytes);
  const all = new Uint8Array(HEADER + body.length + TRAILER);
  all.set(START);
  all[OS_AT] = OS_UNKNOWN;
  all.set(body, HEADER);
  const trailer = new DataView(all.buffer, HEADER + body.length);
  trailer.setUint32(0, crc32(bytes), true);
  trailer.setUint32(4, bytes.length, true);
  return all;
}

/**
 * Reads one gzip member that has no field in its header that could be left out, strictly: a second member, bytes behind it, a
 * wrong checksum and a wrong length are refused.
 *
 * @param limit - bytes that may come out
 * @throws {DrawbridgeError} `token_too_large`, `token_malformed`
 */
export async function gunzip(all: Uint8Array, limit: number): Promise<GzipContent> {
  if (all.length < HEADER + TRAILER || START.some((byte, index) => all[index] !== byte)) {
    throw malformed('it does not begin as plain gzip does');
  }
  const bytes = await inflate(all.subarray(HEADER, -TRAILER), limit);
  if (bytes === 'too large') {
    throw new DrawbridgeError('token_too_large', {
      detail: `the cookie is gzip that grows beyond ${limit} bytes`,
    });
  }
  if (bytes === 'malformed') {
    throw malformed('what was compressed is cut off, damaged, or has something behind it');
  }
  const trailer = new DataView(all.buffer, all.byteOffset + all.length - TRAILER);
  if (trailer.getUint32(0, true) !== crc32(bytes) || trailer.getUint32(4, true) !== bytes.length) {
    throw malformed('its checksum or its length is wrong');
  }
  return { bytes, os: all[OS_AT] as number };
}

function malformed(why: string): DrawbridgeError {
  return new DrawbridgeError('token_malformed', {
    detail: `the cookie is no gzip as Vouch Proxy writes it: ${why}`,
  });
}
