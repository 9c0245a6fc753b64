import {
  concatenate,
  EVERY_CHARACTER,
  intersect,
  type Language,
  languageOfTexts,
  NO_TEXT,
  patternLanguage,
  type PatternStep,
  textsOfLength,
  unite,
  UNKNOWN_TEXT,
} from '@drawbridge/rules/analysis';
import type { ComparisonKind } from '../../evaluate/operators.ts';
import type { ConditionValue } from '../../evaluate/policy-document.ts';
import type { ValuePart } from '../../evaluate/value-parts.ts';
import { inEitherCase } from './either-case.ts';

/** The texts that a value of a condition matches, from both sides: what is not documented is in the one and not in the other. */
export interface ValueTexts {
  /** Those that it may match, and maybe more. */
  readonly may: Language;
  /** Those that it matches for sure, and maybe not all. Exact, as a language. */
  readonly must: Language;
}

const NOT_KNOWN: ValueTexts = { may: UNKNOWN_TEXT, must: NO_TEXT };

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
      return ofPattern(parts);
    case 'stringLike':
      return parts.some((part) => 'wild' in part && part.wild === '?')
        ? ofCountedPattern(parts)
        : ofPattern(parts);
    case 'stringIgnoreCase':
      return isPlain(parts) ? inEitherCase(plainText(parts)) : NOT_KNOWN;
    default:
      return NOT_KNOWN;
  }
}

/** What a variable stands for is not known, and it may stand for nothing that matches. */
function ofPattern(parts: readonly ValuePart[]): ValueTexts {
  const may = patternLanguage(parts.map(stepOf));
  return isPlain(parts) ? { may, must: may } : { may: intersect(may, UNKNOWN_TEXT), must: NO_TEXT };
}

function isPlain(parts: readonly ValuePart[]): boolean {
  return !parts.some((part) => 'variable' in part);
}

function plainText(parts: readonly ValuePart[]): string {
  return parts.map((part) => ('text' in part ? part.text : '')).join('');
}

function stepOf(part: ValuePart): PatternStep {
  if ('text' in part) return part;
  return { among: EVERY_CHARACTER, isRun: !('wild' in part) || part.wild === '*' };
}

/** Whether a `?` is a character or a UTF-16 unit is not documented. */
function ofCountedPattern(parts: readonly ValuePart[]): ValueTexts {
  const points = ofPattern(parts);
  const units = concatenate(byUnits(parts));
  return { may: unite([points.may, units]), must: intersect(points.must, units) };
}

/** Wildcards in a row are as long together as they are one by one; a character of two units may be that of two of them. */
function byUnits(parts: readonly ValuePart[]): readonly Language[] {
  const languages: Language[] = [];
  let row: { readonly units: number; readonly isLeast: boolean } | undefined;
  const endRow = () => {
    if (row !== undefined) languages.push(textsOfLength(row.units, row.isLeast));
    row = undefined;
  };
  for (const part of parts) {
    if ('text' in part) {
      endRow();
      languages.push(languageOfTexts([part.text]));
    } else {
      const isOne = 'wild' in part && part.wild === '?';
      row = { units: (row?.units ?? 0) + Number(isOne), isLeast: row?.isLeast === true || !isOne };
    }
  }
  endRow();
  return languages;
}
