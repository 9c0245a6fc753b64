import {
  decodeBase64Url,
  encodeBase64Url,
  encodeUtf8,
  member,
  parseJsonObject,
} from '@drawbridge/core';

/** What is remembered of a token that was used: nothing that a reader of the store could use. */
export interface Marker {
  /** SHA-256 of the renewal handle. */
  readonly handle: Uint8Array;
  /** SHA-256 of the claims of the token. */
  readonly claims: Uint8Array;
}

/** The format that this release writes. */
const VERSION = 1;

/** A marker as text for the store. */
export function writeMarker({ handle, claims }: Marker): string {
  return JSON.stringify({
    v: VERSION,
    handle: encodeBase64Url(handle),
    claims: encodeBase64Url(claims),
  });
}

/** @returns `undefined` for a text of another release's format */
export function readMarker(text: string): Marker | undefined {
  const value = parseJsonObject(encodeUtf8(text));
  if (value === undefined || member(value, 'v') !== VERSION) return undefined;
  const handle = digest(member(value, 'handle'));
  const claims = digest(member(value, 'claims'));
  return handle === undefined || claims === undefined ? undefined : { handle, claims };
}

function digest(value: unknown): Uint8Array | undefined {
  const bytes = typeof value === 'string' ? decodeBase64Url(value) : undefined;
  return bytes?.length === 32 ? bytes : undefined;
}
