import {
  intersect,
  isEmpty,
  type Language,
  MAX_PATTERN_TEXT,
  textsOfLength,
} from '@drawbridge/rules/analysis';
import { type Domain, onlyTexts } from './domain.ts';

/** Finds what is left of a domain where the text is too long for a pattern to look at it; `undefined`: nothing. */
export type FindTooLong = (domain: Domain) => Domain | undefined;

/** Prepares {@link FindTooLong}: the language of long texts has as many states as they have characters, and is seldom needed. */
export function createFindTooLong(): FindTooLong {
  let long: Language | undefined;
  return (domain) => {
    if (domain.isShort || isCountedShort(domain.texts)) return undefined;
    long ??= textsOfLength(MAX_PATTERN_TEXT + 1, true);
    const texts = intersect(domain.texts, long);
    return isEmpty(texts) ? undefined : onlyTexts(texts);
  };
}

function isCountedShort({ texts }: Language): boolean {
  return texts !== undefined && [...texts].every(({ length }) => length <= MAX_PATTERN_TEXT);
}
