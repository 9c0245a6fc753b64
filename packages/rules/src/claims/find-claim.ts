import { isJsonObject, type JsonObject, member } from '@drawbridge/core';

/**
 * A claim by its path. A claim of just that name comes first, so that names with dots in them
 * (`https://example.com/groups`) need no quoting; else each dot may lead into a nested object,
 * the longest name first.
 *
 * @returns `undefined` when there is no such claim
 */
export function findClaim(claims: JsonObject, path: string): unknown {
  const whole = member(claims, path);
  if (whole !== undefined) return whole;
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const outer = member(claims, path.slice(0, dot));
    if (!isJsonObject(outer)) continue;
    const inner = findClaim(outer, path.slice(dot + 1));
    if (inner !== undefined) return inner;
  }
  return undefined;
}
