import { decodeBase64Url, type JsonObject, member, quote } from '@drawbridge/core';
import { keyFault } from './key-fault.ts';
import { x5cFault } from './x5c-fault.ts';

/** Bytes of a coordinate (RFC 7518 section 6.2.1.2). */
const COORDINATES: Readonly<Record<string, number>> = { 'P-256': 32, 'P-384': 48, 'P-521': 66 };

/**
 * Why go-jose does not read a key (github.com/go-jose/go-jose, `JSONWebKey.UnmarshalJSON`, read 2026-11). A JWK Set with one such key
 * it does not read at all: RFC 7517 section 5 would have it pass over what it does not know.
 *
 * @returns a clause such as `is of the type "AKP", with which nobody verifies`, or `undefined` for a key that it reads
 */
export function goKeyFault(key: JsonObject): string | undefined {
  // A key that is no secret any more, but readable.
  if (member(key, 'kty') === 'oct') return undefined;
  return keyFault(key) ?? coordinateFault(key) ?? x5cFault(key);
}

function coordinateFault(key: JsonObject): string | undefined {
  if (member(key, 'kty') !== 'EC') return undefined;
  const size = COORDINATES[String(member(key, 'crv'))];
  if (size === undefined) return `is on the curve ${quote(member(key, 'crv'))}`;
  const odd = ['x', 'y'].find(
    (name) => decodeBase64Url(String(member(key, name)))?.length !== size,
  );
  return odd === undefined ? undefined : `has a ${odd} that has not ${size} bytes`;
}
