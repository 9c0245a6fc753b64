/** A setting that is a map: a name and a value in each line that is not blank. */
export interface MapSetting {
  /** In the order of the first mention; of a name that comes twice, the last value counts. */
  readonly entries: ReadonlyMap<string, string>;
  /** Names that come more than once. */
  readonly repeated: readonly string[];
  /** The numbers, from 1, of lines without `=`. Their text may be a secret. */
  readonly unreadable: readonly number[];
}

/** Reads a map: each line is split at its first `=`. */
export function readMap(text: string): MapSetting {
  const entries = new Map<string, string>();
  const repeated: string[] = [];
  const unreadable: number[] = [];
  for (const [index, line] of text.trim().split('\n').entries()) {
    if (line.trim() === '') continue;
    const at = line.indexOf('=');
    if (at < 0) {
      unreadable.push(index + 1);
      continue;
    }
    const name = line.slice(0, at).trim();
    if (entries.has(name)) repeated.push(name);
    entries.set(name, line.slice(at + 1).trim());
  }
  return { entries, repeated, unreadable };
}

/** Reads a list: words with any white space between. A repeated one is there once. */
export function readList(text: string): readonly string[] {
  return [...new Set(text.split(/\s+/).filter(Boolean))];
}

/** Reads a whole number as Python's `int` does, or `undefined` where that would fail. */
export function readInteger(text: string): number | undefined {
  const digits = text.trim();
  if (!/^[+-]?\d+(?:_\d+)*$/.test(digits)) return undefined;
  const value = Number(digits.replaceAll('_', ''));
  return Number.isSafeInteger(value) ? value : undefined;
}
