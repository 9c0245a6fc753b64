import { toList } from '../to-list.ts';
import type { AccessMatch } from './access-rule.ts';
import { hasWildcard, isBeginning, patternsOf } from './path-list.ts';

/**
 * Whether it can be unknown if a rule is about a request: a proxy may not tell the address of the client, or the method, and a
 * path can be too long for a pattern.
 */
export function mayBeUnknown({ networks, methods, paths }: AccessMatch): boolean {
  if (networks !== undefined || methods !== undefined) return true;
  if (paths === undefined) return false;
  return toList(paths)
    .flatMap(patternsOf)
    .some(({ glob }) => hasWildcard(glob) && !isBeginning(glob));
}
