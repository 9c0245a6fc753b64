import { type JsonObject, member } from '@drawbridge/core';

/** The `jti` by which a token can be known again (RFC 7519 section 4.1.7): a text with something in it. */
export function jtiOf(claims: JsonObject): string | undefined {
  const jti = member(claims, 'jti');
  return typeof jti === 'string' && jti !== '' ? jti : undefined;
}
