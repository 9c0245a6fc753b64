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
import type { ValueTexts } from './both-sides.ts';

const ANY_RUN: PatternStep = { among: EVERY_CHARACTER, isRun: true };

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
  if (kind === 'string') return ofPattern(parts);
  if (kind === 'stringIgnoreCase') {
    return isPlain(parts) ? inEitherCase(plainText(parts)) : NOT_KNOWN;
  }
  if (kind !== 'stringLike') return NOT_KNOWN;
  const isCounted = parts.some((part) => 'wild' in part && part.wild === '?');
  return isCounted ? ofCountedPattern(parts) : ofPattern(parts);
}

/**
 * What a variable stands for is not known: it is a text, or is missing, and then nothing matches. Where the judge of conditions cannot
 * tell what it is, it lets no token in for sure.
 */
function ofPattern(parts: readonly ValuePart[]): ValueTexts {
  if (isPlain(parts)) {
    const may = patternLanguage(parts.map(stepOf));
    return { may, must: may };
  }
  // Whether a variable may bring wildcards along is not documented, and the judge then takes others that are written out for such, too.
  const steps = parts.map((part) =>
    'text' in part && /[*?]/.test(part.text) ? ANY_RUN : stepOf(part),
  );
  return { may: intersect(patternLanguage(steps), UNKNOWN_TEXT), must: NO_TEXT };
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
