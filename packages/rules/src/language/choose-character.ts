/** In this order: a letter that stands for any, then what is common in names. */
const WELCOME = [...'xyzabcdefghijklmnopqrstuvwABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:'].map(
  (character) => character.charCodeAt(0),
);
const RANKS: ReadonlyMap<number, number> = new Map(WELCOME.map((point, rank) => [point, rank]));
/** From the space to the tilde. */
const PRINTABLE = { first: 0x20, last: 0x7e } as const;
const SURROGATES = { first: 0xd800, last: 0xdfff } as const;

/** A code point of a range that reads well: half of a surrogate pair only where there is nothing else. */
export function chooseFrom(low: number, high: number): number {
  if (low === high) return low;
  const welcome = WELCOME.find((point) => low <= point && point <= high);
  if (welcome !== undefined) return welcome;
  if (low <= PRINTABLE.last && high >= PRINTABLE.first) return Math.max(low, PRINTABLE.first);
  // Behind ASCII, what comes later is rather a letter than a control character.
  return isHalf(high) && low < SURROGATES.first ? SURROGATES.first - 1 : high;
}

/** How well a code point reads: the less, the better. */
export function rankOf(point: number): number {
  return RANKS.get(point) ?? WELCOME.length;
}

/** Whether a code point is half of a surrogate pair, which no claim may hold. */
export function isHalf(point: number): boolean {
  return point >= SURROGATES.first && point <= SURROGATES.last;
}
