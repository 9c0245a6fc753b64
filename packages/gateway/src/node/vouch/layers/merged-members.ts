import { isJsonObject, type JsonObject } from '@drawbridge/core';

/** What YAML 1.1 calls the member that brings those of another map (https://yaml.org/type/merge.html). */
const MERGE = '<<';

/**
 * The members of a map with those that a merge key brings into it, as the reader of Vouch Proxy has them: its own come before those of
 * others, and those of the first map of a list before the next's. Who restricts people by `<<: *defaults` must not have that passed over.
 *
 * @returns `undefined` where what is brought is no map, and no list of maps
 */
export function mergedMembers(map: JsonObject): JsonObject | undefined {
  if (!Object.hasOwn(map, MERGE)) return map;
  const { [MERGE]: brought, ...own } = map;
  let merged: JsonObject = {};
  for (const each of (Array.isArray(brought) ? brought : [brought]).toReversed()) {
    const members = isJsonObject(each) ? mergedMembers(each) : undefined;
    if (members === undefined) return undefined;
    merged = { ...merged, ...members };
  }
  return { ...merged, ...own };
}
