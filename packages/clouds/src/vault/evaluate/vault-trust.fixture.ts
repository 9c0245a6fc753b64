import type { JsonObject } from '@drawbridge/core';
import { evaluateVaultRole } from './evaluate-vault-role.ts';
import { readVaultTrust } from './read-vault-trust.ts';

export const NOW = 1_795_000_000;
export const ISSUER = 'https://oidc.example.com';

/** A configuration that takes every issuer's tokens whose keys it has. */
export const OPEN_CONFIG: JsonObject = { jwks_url: 'https://oidc.example.com/jwks.json' };

export const ROLE: JsonObject = {
  role_type: 'jwt',
  user_claim: 'sub',
  bound_audiences: ['vault'],
};

export const CLAIMS: JsonObject = {
  iss: ISSUER,
  sub: 'repo:acme/app',
  aud: 'vault',
  iat: NOW - 10,
  nbf: NOW - 10,
  exp: NOW + 300,
};

/** The verdict on a token of {@link ISSUER}, a member left out by `undefined`. */
export function judge(
  role: JsonObject,
  claims: JsonObject,
  config: JsonObject | undefined = OPEN_CONFIG,
  now = NOW,
) {
  const trust = readVaultTrust({ config, role: { ...ROLE, ...role } });
  return evaluateVaultRole(trust, { issuer: ISSUER, claims: given({ ...CLAIMS, ...claims }) }, now);
}

function given(claims: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}
