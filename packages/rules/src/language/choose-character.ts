/** In this order: a letter that stands for any, then what is common in names. */
const WELCOME = Array.from(
  'xyzabcdefghijklmnopqrstuvwABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:',
  (character) => character.charCodeAt(0),
);
const RANKS: ReadonlyMap<number, number> = new Map(WELCOME.map((point, rank) => [point, rank]));
/** From the space to the tilde. */
const PRINTABLE = { first: 0x20, last: 0x7e } as const;
/** Letters and signs beyond ASCII, all of which are assigned and are shown. */
const SHOWN = [
  { first: 0xc0, last: 0x2ff },
  { first: 0xa1, last: 0xac },
  { first: 0xae, last: 0xbf },
  { first: 0x410, last: 0x44f },
  { first: 0x3041, last: 0x3096 },
  { first: 0x4e00, last: 0x9fff },
  { first: 0xac00, last: 0xd7a3 },
  { first: 0xf900, last: 0xfa6d },
  { first: 0xff21, last: 0xff5a },
  { first: 0x1f300, last: 0x1f5ff },
  { first: 0x20000, last: 0x2a6df },
] as const;
const SURROGATES = { first: 0xd800, last: 0xdfff } as const;

/** A code point of a range that reads well: a control or a noncharacter, and half of a surrogate pair only where there is nothing else. */
export function chooseFrom(low: number, high: number): number {
  if (low === high) return low;
  const welcome = WELCOME.find((point) => low <= point && point <= high);
  if (welcome !== undefined) return welcome;
  if (low <= PRINTABLE.last && high >= PRINTABLE.first) return Math.max(low, PRINTABLE.first);
  const shown = SHOWN.find(({ first, last }) => low <= last && high >= first);
  if (shown !== undefined) return Math.max(low, shown.first);
  // Of the rest, what comes later is rather a letter than a control character.
  const last = isHalf(high) && low < SURROGATES.first ? SURROGATES.first - 1 : high;
  let point = last;
  while (isNoncharacter(point) && point > low) point -= 1;
  return isHalf(point) || isNoncharacter(point) ? last : point;
}

/** Which Unicode gives to no text: the last two of each plane, and 32 more. */
function isNoncharacter(point: number): boolean {
  return (point & 0xfffe) === 0xfffe || (point >= 0xfdd0 && point <= 0xfdef);
}

/** How well a code point reads: the less, the better. */
export function rankOf(point: number): number {
  const isShown =
    (point >= PRINTABLE.first && point <= PRINTABLE.last) ||
    SHOWN.some(({ first, last }) => first <= point && point <= last);
  return RANKS.get(point) ?? WELCOME.length + (isShown ? 0 : 1);
}

/** Whether a code point is half of a surrogate pair, which no claim may hold. */
export function isHalf(point: number): boolean {
  return point >= SURROGATES.first && point <= SURROGATES.last;
}
