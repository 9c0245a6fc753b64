import {
  algorithmOfJwk,
  decodeBase64Url,
  type JsonObject,
  member,
  quote,
  toPublicJwk,
} from '@drawbridge/core';

/** The members that a key of each kind needs. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  RSA: ['n', 'e'],
  EC: ['crv', 'x', 'y'],
  OKP: ['crv', 'x'],
};

/**
 * What is wrong with the form of a public key (RFC 7517 section 4, RFC 7518 section 6).
 *
 * @returns a clause such as `has no n and no e`, or `undefined` for a key that verifies
 */
export function keyFault(key: JsonObject): string | undefined {
  const jwk = toPublicJwk(key);
  if (jwk === undefined) return 'has a member of a wrong type';
  const needed = NEEDED[jwk.kty];
  if (needed === undefined) return `is of the type ${quote(jwk.kty)}, with which nobody verifies`;
  const missing = needed.filter((name) => typeof member(key, name) !== 'string');
  if (missing.length > 0) return `has no ${missing.join(' and no ')}`;
  if (algorithmOfJwk(jwk) === undefined) return 'is for no algorithm that verifies';
  const broken = needed.find(
    (name) => name !== 'crv' && !decodeBase64Url(String(member(key, name))),
  );
  return broken === undefined ? undefined : `has a ${broken} that is not base64url`;
}
