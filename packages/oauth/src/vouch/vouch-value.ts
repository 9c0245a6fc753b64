import { decodeUtf8, DrawbridgeError, encodeUtf8 } from '@drawbridge/core';
import { gunzip, gzip } from './gzip.ts';
import { decodePaddedBase64Url, encodePaddedBase64Url } from './padded-base64url.ts';

/** Characters of a value, all its parts joined: eight cookies of 4,000 bytes hold less. */
export const MAX_VALUE = 32_768;

/** Bytes of the JWT that a compressed value may become, and characters of one that is read at all. */
export const MAX_VOUCH_JWT = 65_536;

/** A value of Vouch Proxy's cookie, taken apart. **Nothing in it is to be trusted**: no signature was checked. */
export interface UnpackedVouchValue {
  /** What was wrapped: a JWT, if it is what it should be. */
  readonly jwt: string;
  /** How it was compressed; `undefined` for a JWT that was not. */
  readonly gzip: VouchGzip | undefined;
}

/** What is told of the compression of a value. */
export interface VouchGzip {
  /** `OS` of its header (RFC 1952 section 2.3.1): 255 of what Vouch Proxy or Drawbridge made. */
  readonly os: number;
  /** Bytes. */
  readonly compressedSize: number;
  /** Bytes. */
  readonly size: number;
}

/**
 * Takes the value of Vouch Proxy's cookie apart as far as its JWT, verifying nothing. It is told from the value whether it is
 * compressed: a JWT has dots, and what is compressed has none.
 *
 * @param value - of the cookie, all parts joined: 32,768 characters at most
 * @throws {DrawbridgeError} `token_too_large` for more, or for what grows beyond 65,536 bytes; `token_malformed`
 */
export async function unpackVouchValue(value: string): Promise<UnpackedVouchValue> {
  if (value.length > MAX_VALUE) {
    throw new DrawbridgeError('token_too_large', {
      detail: `the cookie has ${value.length} characters, the limit is ${MAX_VALUE}`,
    });
  }
  if (value.includes('.')) return { jwt: value, gzip: undefined };
  const compressed = decodePaddedBase64Url(value);
  if (compressed === undefined) {
    throw malformed('it is neither a JWT nor base64url with padding');
  }
  const { bytes, os } = await gunzip(compressed, MAX_VOUCH_JWT);
  const jwt = decodeUtf8(bytes);
  if (jwt === undefined) throw malformed('what was compressed is no text');
  return { jwt, gzip: { os, compressedSize: compressed.length, size: bytes.length } };
}

/** Compresses a JWT to the value of a cookie: gzip in base64url with padding. */
export async function packVouchValue(jwt: string): Promise<string> {
  return encodePaddedBase64Url(await gzip(encodeUtf8(jwt)));
}

function malformed(why: string): DrawbridgeError {
  return new DrawbridgeError('token_malformed', {
    detail: `the cookie is none of Vouch Proxy's: ${why}`,
  });
}
