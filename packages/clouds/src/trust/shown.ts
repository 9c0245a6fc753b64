import { isJsonObject, quote } from '@drawbridge/core';

/** How deep a value is shown, and how many members of each list and object. */
const LIMITS = { depth: 3, members: 8 } as const;

/** A value of a file or a token for a message, as JSON: cut where it is deep or long, for it may nest as its sender likes. */
export function shown(value: unknown): string {
  return quote(pruned(value, LIMITS.depth));
}

function pruned(value: unknown, depth: number): unknown {
  if (Array.isArray(value)) {
    if (depth === 0) return '…';
    const items = (value as readonly unknown[]).slice(0, LIMITS.members);
    return withMore(
      items.map((item) => pruned(item, depth - 1)),
      value.length,
    );
  }
  if (!isJsonObject(value)) return value;
  if (depth === 0) return '…';
  const members = Object.entries(value).slice(0, LIMITS.members);
  return Object.fromEntries(members.map(([name, item]) => [name, pruned(item, depth - 1)]));
}

function withMore(items: readonly unknown[], length: number): readonly unknown[] {
  return length > items.length ? [...items, '…'] : items;
}
