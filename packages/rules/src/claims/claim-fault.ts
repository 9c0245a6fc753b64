/**
 * Says why a value must not become a claim, or nothing. JSON readers do not agree on numbers
 * beyond 2^53: one that is copied could mean something else on the other side.
 *
 * @param maxBytes - of a text as UTF-8, of anything else as JSON
 */
export function claimFault(value: unknown, maxBytes: number | undefined): string | undefined {
  if (hasUnsafeNumber(value)) return 'holds a number that JSON readers do not agree on';
  if (maxBytes === undefined) return undefined;
  const bytes = new TextEncoder().encode(
    typeof value === 'string' ? value : JSON.stringify(value),
  ).length;
  return bytes > maxBytes ? `has ${bytes} bytes, the limit is ${maxBytes}` : undefined;
}

function hasUnsafeNumber(value: unknown): boolean {
  if (typeof value === 'number') {
    return !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER;
  }
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUnsafeNumber);
}
