import {
  EVERY_CHARACTER,
  intersect,
  isEmpty,
  type Language,
  MAX_PATTERN_TEXT,
  patternLanguage,
} from '@drawbridge/rules/analysis';
import { type Domain, onlyTexts } from './domain.ts';

/** What is left of a domain where a pattern does not look at the text for its length. */
export interface TooLong {
  /** `undefined`: nothing. */
  readonly domain: Domain | undefined;
  /** Whether there may be more: texts of characters that are two UTF-16 units each are as long with half as many. */
  readonly isAll: boolean;
}

/** Finds the texts that no pattern looks at. */
export type FindTooLong = (domain: Domain) => TooLong;

/** Prepares {@link FindTooLong}: the language of long texts has as many states as they have characters, and is seldom needed. */
export function createFindTooLong(): FindTooLong {
  let long: Language | undefined;
  let maybeLong: Language | undefined;
  return (domain) => {
    if (domain.isShort || isCountedShort(domain.texts)) return { domain: undefined, isAll: true };
    long ??= ofAtLeast(MAX_PATTERN_TEXT + 1);
    const texts = intersect(domain.texts, long);
    if (!isEmpty(texts)) return { domain: onlyLong(domain, texts), isAll: true };
    maybeLong ??= ofAtLeast(Math.ceil((MAX_PATTERN_TEXT + 1) / 2));
    return { domain: undefined, isAll: isEmpty(intersect(domain.texts, maybeLong)) };
  };
}

function isCountedShort({ texts }: Language): boolean {
  return texts !== undefined && [...texts].every(({ length }) => length <= MAX_PATTERN_TEXT);
}

function onlyLong(domain: Domain, texts: Language): Domain {
  return { ...onlyTexts(texts), isShort: domain.isShort };
}

function ofAtLeast(length: number): Language {
  const one = { among: EVERY_CHARACTER, isRun: false };
  return patternLanguage([
    ...Array.from({ length }, () => one),
    { among: EVERY_CHARACTER, isRun: true },
  ]);
}
