import {
  ANY_TEXT,
  EVERY_CHARACTER,
  intersect,
  type Language,
  NO_TEXT,
  patternLanguage,
  type PatternStep,
  unite,
  UNKNOWN_TEXT,
} from '@drawbridge/rules/analysis';
import type { ComparisonKind } from '../../evaluate/operators.ts';
import type { ConditionValue } from '../../evaluate/policy-document.ts';
import type { ValuePart } from '../../evaluate/value-parts.ts';

/** The texts that a value of a condition matches, from both sides: what is not documented is in the one and not in the other. */
export interface ValueTexts {
  /** Those that it may match, and maybe more. */
  readonly may: Language;
  /** Those that it matches for sure, and maybe not all. Exact, as a language. */
  readonly must: Language;
}

const NOT_KNOWN: ValueTexts = { may: UNKNOWN_TEXT, must: NO_TEXT };

/** From U+0080 on. */
const BEYOND_ASCII = { low: 0x80, high: 0x10ffff } as const;
/** What counts as one or as two where a pattern has a `?`. Half a surrogate pair no minted token has. */
const TWO_UNITS = [[0x10000, 0x10ffff]] as const;
const ONE_UNIT = [
  [0, 0xd7ff],
  [0xe000, 0xffff],
] as const;

const ANY_RUN: PatternStep = { among: EVERY_CHARACTER, isRun: true };

/** What one of several values matches. */
export function textsOfValues(kind: ComparisonKind, values: readonly ConditionValue[]): ValueTexts {
  const all = values.map(({ parts }) => textsOfValue(kind, parts));
  return {
    may: unite(all.map(({ may }) => may)),
    must: unite(all.map(({ must }) => must)),
  };
}

function textsOfValue(kind: ComparisonKind, parts: readonly ValuePart[]): ValueTexts {
  if (parts.some((part) => 'unclear' in part)) return NOT_KNOWN;
  switch (kind) {
    case 'string':
      return ofPattern(parts, asItIs);
    case 'stringLike':
      return parts.some((part) => 'wild' in part && part.wild === '?')
        ? ofCountedPattern(parts)
        : ofPattern(parts, asItIs);
    case 'stringIgnoreCase':
      return ofEitherCase(parts);
    default:
      return NOT_KNOWN;
  }
}

/** What a variable stands for is not known, and it may stand for nothing that matches. */
function ofPattern(
  parts: readonly ValuePart[],
  spell: (text: string) => readonly PatternStep[],
): ValueTexts {
  const may = patternLanguage(parts.flatMap((part) => stepsOf(part, spell)));
  const hasVariables = parts.some((part) => 'variable' in part);
  return hasVariables ? { may: intersect(may, UNKNOWN_TEXT), must: NO_TEXT } : { may, must: may };
}

function stepsOf(
  part: ValuePart,
  spell: (text: string) => readonly PatternStep[],
): readonly PatternStep[] {
  if ('text' in part) return spell(part.text);
  return [{ among: EVERY_CHARACTER, isRun: !('wild' in part) || part.wild === '*' }];
}

function asItIs(text: string): readonly PatternStep[] {
  return [{ text }];
}

/** Whether a `?` is a character or a UTF-16 unit is not documented: where a text has a character of two, both may be. */
function ofCountedPattern(parts: readonly ValuePart[]): ValueTexts {
  const { may, must } = ofPattern(parts, asItIs);
  const runs = parts.map((part): ValuePart => ('wild' in part ? { wild: '*' } : part));
  const withTwo = patternLanguage([ANY_RUN, { among: TWO_UNITS, isRun: false }, ANY_RUN]);
  const without = patternLanguage([{ among: ONE_UNIT, isRun: true }]);
  return {
    may: unite([may, intersect(ofPattern(runs, asItIs).may, withTwo)]),
    must: intersect(must, without),
  };
}

/** Which letters beyond ASCII are the same is not documented, and some are the same as two letters of ASCII. */
function ofEitherCase(parts: readonly ValuePart[]): ValueTexts {
  const { may, must } = ofPattern(parts, inEitherCase);
  const beyond = patternLanguage([
    ANY_RUN,
    { among: [[BEYOND_ASCII.low, BEYOND_ASCII.high]], isRun: false },
    ANY_RUN,
  ]);
  const hasBeyond = parts.some((part) => 'text' in part && /[^\0-\x7f]/.test(part.text));
  return { may: hasBeyond ? ANY_TEXT : unite([may, beyond]), must };
}

function inEitherCase(text: string): readonly PatternStep[] {
  return Array.from(text, (character): PatternStep => {
    if (!/^[A-Za-z]$/.test(character)) return { text: character };
    const points = [character.toLowerCase(), character.toUpperCase()].map((each) =>
      each.charCodeAt(0),
    );
    return { among: points.map((point) => [point, point] as const), isRun: false };
  });
}
