import {
  isJsonObject,
  member,
  privateMembers,
  type PublicJwk,
  quote,
  toPublicJwk,
} from '@drawbridge/core';
import { settingFault } from '../../setting-fault.ts';

/** "Manage OIDC JWKs" (docs.cloud.google.com, read 2026-11): no other member may be in an uploaded key. */
const MEMBERS = ['kty', 'alg', 'use', 'kid', 'n', 'e', 'x', 'y', 'crv'] as const;

/** The STS API takes RS256 and ES256 (sts.googleapis.com, method token). */
const isUsable = ({ kty, crv, alg, use, kid }: PublicJwk) =>
  kid !== undefined &&
  (use === undefined || use === 'sig') &&
  ((kty === 'RSA' && (alg ?? 'RS256') === 'RS256') ||
    (kty === 'EC' && crv === 'P-256' && (alg ?? 'ES256') === 'ES256'));

/** Keys as they are uploaded, and what is to be told of them. */
export interface GoogleKeys {
  readonly jwks: { readonly keys: readonly Readonly<Record<string, string>>[] };
  readonly warnings: readonly string[];
}

/**
 * Takes of a JWK Set what Google takes.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function googleKeys(value: unknown): GoogleKeys {
  const keys = isJsonObject(value) ? member(value, 'keys') : undefined;
  if (!Array.isArray(keys) || keys.length === 0) {
    throw settingFault(
      'the key file is no JWK Set with a key',
      'Give what the issuer has at its jwks_uri.',
    );
  }
  const read = keys.map((key: unknown) => {
    const jwk = toPublicJwk(key);
    if (!isJsonObject(key) || jwk === undefined)
      throw settingFault('a key of the key file is no JWK');
    if (privateMembers(key).length > 0) {
      throw settingFault(
        'the key file has a private key in it',
        'Give the public keys alone, as the issuer publishes them; and take that file for one that was shown to others.',
      );
    }
    return jwk;
  });
  const usable = read.filter(isUsable);
  if (usable.length === 0) {
    throw settingFault(
      'no key of the key file is one that Google takes',
      'A key has a kid, and is for RS256 (RSA) or ES256 (EC, P-256).',
    );
  }
  return {
    jwks: { keys: usable.map(textsOf) },
    warnings: read
      .filter((jwk) => !isUsable(jwk))
      .map(
        (jwk) =>
          `The key ${quote(jwk.kid ?? jwk.kty)} is left out: Google takes keys with a kid, for RS256 (RSA) or ES256 (EC, P-256).`,
      ),
  };
}

function textsOf(jwk: PublicJwk): Readonly<Record<string, string>> {
  const members = MEMBERS.map((name) => [name, jwk[name]] as const);
  return Object.fromEntries(
    members.filter(
      (entry): entry is readonly [(typeof entry)[0], string] => entry[1] !== undefined,
    ),
  );
}
