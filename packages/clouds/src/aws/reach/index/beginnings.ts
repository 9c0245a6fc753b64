/** Finds entries by how their texts begin. */
export interface BeginningIndex {
  /** The positions of all entries one of whose texts may begin as one of these may, each once. */
  candidates(beginnings: readonly string[]): ReadonlySet<number>;
}

/**
 * Indexes entries by the beginnings of their texts. Two beginnings go together where one of them begins with the other: then there may be a
 * text that begins with both.
 */
export function createBeginningIndex(entries: readonly (readonly string[])[]): BeginningIndex {
  const positions = new Map<string, number[]>();
  for (const [position, beginnings] of entries.entries()) {
    for (const beginning of new Set(beginnings)) {
      const known = positions.get(beginning);
      if (known === undefined) positions.set(beginning, [position]);
      else known.push(position);
    }
  }
  const sorted = [...positions.keys()].sort(byUnits);
  const lengths = [...new Set(sorted.map(({ length }) => length))];

  return {
    candidates(beginnings) {
      const found = new Set<number>();
      const add = (beginning: string) => {
        for (const position of positions.get(beginning) ?? []) found.add(position);
      };
      for (const beginning of new Set(beginnings)) {
        for (const length of lengths) {
          if (length < beginning.length) add(beginning.slice(0, length));
        }
        for (let at = firstNotBefore(sorted, beginning); at < sorted.length; at++) {
          const longer = sorted[at] ?? '';
          if (!longer.startsWith(beginning)) break;
          add(longer);
        }
      }
      return found;
    },
  };
}

function byUnits(one: string, other: string): number {
  return one < other ? -1 : 1;
}

function firstNotBefore(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
