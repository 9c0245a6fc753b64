import { member, parseJsonObject } from '@drawbridge/core';
import type { SiteFile } from './publisher.ts';

/** The order in which kinds of files become public: key sets, what points to them, and the rest. */
export type Rank = 0 | 1 | 2;

/** A key set has keys, and a discovery document says where they are. */
export function rankOf({ body }: Pick<SiteFile, 'body'>): Rank {
  const value = parseJsonObject(body);
  if (value === undefined) return 2;
  if (Array.isArray(member(value, 'keys'))) return 0;
  return member(value, 'jwks_uri') === undefined ? 2 : 1;
}
