import { type JsonObject, member, type PublicJwk } from '@drawbridge/core';

/** The members that a key is made of. */
const MATERIAL = ['kty', 'n', 'e', 'crv', 'x', 'y'] as const;

/** Whether a published JWK is this key, under whatever name. */
export function isSameKey(jwk: JsonObject, key: PublicJwk): boolean {
  return MATERIAL.every((name) => member(jwk, name) === key[name]);
}

/**
 * Says in what a published JWK differs from a key, a clause each: `n is not that of the key`.
 *
 * @returns nothing where tokens of the key are verified by it
 */
export function differencesOf(jwk: JsonObject, key: PublicJwk): readonly string[] {
  const material = MATERIAL.filter((name) => member(jwk, name) !== key[name]).map(
    (name) => `${name} is not that of the key`,
  );
  const alg = member(jwk, 'alg');
  const use = member(jwk, 'use');
  return [
    ...material,
    ...(alg === undefined || alg === key.alg
      ? []
      : [`alg is ${JSON.stringify(alg)}, not ${key.alg}`]),
    ...(use === undefined || use === 'sig' ? [] : [`use is ${JSON.stringify(use)}, not "sig"`]),
  ];
}
