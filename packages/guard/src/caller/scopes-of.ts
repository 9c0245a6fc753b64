import { type JsonObject, member } from '@drawbridge/core';

/**
 * The scopes that a token grants: its `scope`, text with a space between (RFC 8693 section 4.2) or a list; where it
 * has none, its `scp`, as Entra (text) and Okta (a list) write it. What has another form grants nothing.
 */
export function scopesOf(claims: JsonObject): readonly string[] {
  const scope = member(claims, 'scope');
  const value = scope === undefined ? member(claims, 'scp') : scope;
  if (typeof value === 'string') return value.split(' ').filter((name) => name !== '');
  return textsOf(value);
}

/** A list of strings; anything else is read as an empty one. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : [];
}
