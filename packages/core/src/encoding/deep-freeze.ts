/**
 * Freezes a value that was parsed from JSON, with all that is in it, so that no reader can change what the next one sees.
 *
 * @param depth - how many objects and lists may lie in one another: what writes JSON recurses, and runs out of stack on far more
 * @returns false for a deeper value, which is then not frozen as a whole
 */
export function deepFreeze(value: unknown, depth: number = MAX_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && !deepFreeze(inner, depth - 1)) return false;
  }
  Object.freeze(value);
  return true;
}

/** As deep as a token may be. */
const MAX_DEPTH = 32;
