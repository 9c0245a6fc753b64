/** No name of ours is as long, and the work grows with the square. */
const MAX_LENGTH = 200;
const MAX_APART = 4;

/**
 * The word that was probably meant: the nearest by the number of letters that differ, if
 * that is near enough. Case, hyphens and underscores do not count.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const asked = plain(word);
  if (asked.length > MAX_LENGTH) return undefined;
  let best: string | undefined;
  let least = Math.min(Math.floor(asked.length / 3), MAX_APART) + 1;
  for (const candidate of known) {
    const apart = distance(asked, plain(candidate), least);
    if (apart < least) [best, least] = [candidate, apart];
  }
  return best;
}

/** ` (did you mean audience?)`, or nothing. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const meant = nearest(word, known);
  return meant === undefined ? '' : ` (did you mean ${meant}?)`;
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[-_]+/g, '');
}

/** Letters to insert, drop, change, or swap with their neighbour. At least `limit` when it is not less. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, at(before, j - 2) + 1);
      }
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
