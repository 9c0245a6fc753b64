/** Which part of a value that is in several cookies, counted from 1. */
export interface CookiePart {
  readonly number: number;
  readonly of: number;
}

/** The most cookies that one value is in: of 4,000 bytes each, more than a proxy takes of all fields together. */
export const MAX_PARTS = 8;

/** Read letter by letter: `_1of2000000000`, `_0of2` and `_of` are names of something else. */
const PART = /^_([1-8])of([2-8])$/;

/** The name of a part: of characters that nginx can name in a variable. */
export function partName(name: string, { number, of }: CookiePart): string {
  return `${name}_${number}of${of}`;
}

/** @returns which part of a value a cookie is, by its name; `undefined` for another cookie */
export function parsePartName(name: string, whole: string): CookiePart | undefined {
  if (!name.startsWith(whole)) return undefined;
  const [, number, of] = PART.exec(name.slice(whole.length)) ?? [];
  const part = { number: Number(number), of: Number(of) };
  return part.number <= part.of ? part : undefined;
}
