/** What a value holds that JSON was read into. */
export interface JsonTally {
  /** Of all objects together. */
  readonly members: number;
  /** Objects and lists, with the value itself if it is one. */
  readonly containers: number;
}

/** Counts, without recursion: what comes from outside may be nested deeper than the stack is. */
export function tallyJson(value: unknown): JsonTally {
  let members = 0;
  let containers = 0;
  const open: object[] = isContainer(value) ? [value] : [];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    containers++;
    const inner: readonly unknown[] = Array.isArray(item) ? item : Object.values(item);
    if (inner !== item) members += inner.length;
    // By index: an iterator costs more than what it hands out.
    for (let index = 0; index < inner.length; index++) {
      const each = inner[index];
      if (isContainer(each)) open.push(each);
    }
  }
  return { members, containers };
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
