import {
  EVERY_CHARACTER,
  intersect,
  patternLanguage,
  type PatternStep,
  unite,
  UNKNOWN_TEXT,
} from '@drawbridge/rules/analysis';
import type { ValueTexts } from './value-texts.ts';

const ANY_RUN: PatternStep = { among: EVERY_CHARACTER, isRun: true };

/** Letters beyond ASCII that become one of ASCII in the other case (Unicode, UnicodeData.txt), by that in lower case. */
const BECOMING_ONE: Readonly<Record<string, string>> = { i: '\u0131', k: '\u212a', s: '\u017f' };
/** Those that become several (Unicode, SpecialCasing.txt): ß, and the ligatures of f and of st. */
const SEVERAL = [
  [0xdf, 0xdf],
  [0xfb00, 0xfb06],
] as const;
const BECOMING_SEVERAL = /ss|f[fil]|st/i;

/**
 * The texts that are the same as one but for the case. Of letters beyond ASCII it is not documented which are: those that JavaScript
 * takes for the same may be.
 */
export function inEitherCase(text: string): ValueTexts {
  const must = patternLanguage(Array.from(text, (character) => letter(character, false)));
  if (/[^\0-\x7f]/.test(text)) {
    // More than the few that are the same, in whatever alphabet.
    return { may: UNKNOWN_TEXT, must };
  }
  const may = patternLanguage(Array.from(text, (character) => letter(character, true)));
  const [several] = BECOMING_SEVERAL.exec(text) ?? [];
  return { may: several === undefined ? may : unite([may, withSeveral(text)]), must };
}

function letter(character: string, isBeyond: boolean): PatternStep {
  if (!/^[A-Za-z]$/.test(character)) return { text: character };
  const lower = character.toLowerCase();
  const other = isBeyond ? BECOMING_ONE[lower] : undefined;
  const letters = [lower, character.toUpperCase(), ...(other === undefined ? [] : [other])];
  const among = letters.map((each) => {
    const point = each.charCodeAt(0);
    return [point, point] as const;
  });
  return { among, isRun: false };
}

/** Any text that has such a letter, and is the same before the first place where one may stand. */
function withSeveral(text: string) {
  const before = text.slice(0, text.search(BECOMING_SEVERAL));
  const beginning = Array.from(before, (character) => letter(character, true));
  return intersect(
    patternLanguage([...beginning, ANY_RUN, { among: SEVERAL, isRun: false }, ANY_RUN]),
    UNKNOWN_TEXT,
  );
}
