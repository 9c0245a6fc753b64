/** Freezes a value that was parsed from JSON, with all that is in it. It recurses: judge the depth before. */
export function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const inner of Object.values(value)) deepFreeze(inner);
  Object.freeze(value);
}
