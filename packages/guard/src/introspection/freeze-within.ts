/**
 * Freezes parsed JSON all through, so that no request can change what the next one is told.
 *
 * @param depth - how many objects and lists may lie in one another: what writes JSON recurses, and runs out of stack on far more
 * @returns false for a deeper value
 */
export function freezeWithin(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  const members: readonly unknown[] = Object.values(value);
  if (!members.every((inner) => freezeWithin(inner, depth - 1))) return false;
  Object.freeze(value);
  return true;
}
