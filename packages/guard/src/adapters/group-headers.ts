import type { HeaderField } from '@drawbridge/core';

/** Values by name, as frameworks of Node take them: a name that comes twice is a field for each value. */
export function groupHeaders(
  headers: readonly HeaderField[],
): ReadonlyMap<string, string | string[]> {
  const grouped = new Map<string, string | string[]>();
  for (const [field, value] of headers) {
    const name = field.toLowerCase();
    const before = grouped.get(name);
    if (before === undefined) grouped.set(name, value);
    else if (typeof before === 'string') grouped.set(name, [before, value]);
    else before.push(value);
  }
  return grouped;
}
