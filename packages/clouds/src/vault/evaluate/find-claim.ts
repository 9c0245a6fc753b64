import { isJsonObject, type JsonObject, member } from '@drawbridge/core';

/** What a role's name of a claim leads to. */
export type FoundClaim =
  | { readonly found: 'value'; readonly value: unknown }
  /** There is none, or it is `null`, which is the same to Vault. */
  | { readonly found: 'nothing' }
  /** How Vault reads this name is not documented: a part that is no plain index leads into a list. */
  | { readonly found: 'unclear' };

/** What a finding says where a pointer's part is no plain index of the list that it leads into. */
export const UNCLEAR_INDEX = {
  seen: 'the pointer leads into a list by what is no plain index',
  fix: 'Write the index of a list as plain digits, without a zero before them.',
} as const;

const NOTHING: FoundClaim = { found: 'nothing' };

/**
 * Finds a claim by its name, or by a JSON pointer (RFC 6901) where that begins with a slash: `getClaim` of vault-plugin-auth-jwt
 * and the same of OpenBao.
 */
export function findClaim(claims: JsonObject, name: string): FoundClaim {
  return name.startsWith('/') ? follow(claims, name) : toFound(member(claims, name));
}

function follow(claims: JsonObject, pointer: string): FoundClaim {
  const parts = pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  let value: unknown = claims;
  for (const part of parts) {
    if (Array.isArray(value)) {
      // The library takes an empty part, signs and other bases for indexes too, by its version.
      if (!/^(?:0|[1-9]\d{0,8})$/.test(part)) return { found: 'unclear' };
      value = (value as readonly unknown[])[Number(part)];
    } else if (isJsonObject(value)) {
      value = member(value, part);
    } else {
      return NOTHING;
    }
    if (value === undefined) return NOTHING;
  }
  return toFound(value);
}

function toFound(value: unknown): FoundClaim {
  return value === undefined || value === null ? NOTHING : { found: 'value', value };
}
