import {
  ANY_TEXT,
  holds,
  type Language,
  languageOfTexts,
  NO_TEXT,
  subtract,
  unite,
  without,
} from '@drawbridge/rules/analysis';
import type { TrustCondition } from '../../evaluate/policy-document.ts';
import { textsOfValues } from './value-texts.ts';

/** Of which values of its key a condition may be so: nothing else makes it so. */
export interface ConditionTexts {
  /** Texts, and maybe more. */
  readonly texts: Language;
  /** Those of them for which it is so for sure, and maybe not all. */
  readonly sure: Language;
  /** Whether it may be so where the request has no such key. */
  readonly isAbsent: boolean;
}

/** What is asked of a condition: that it holds, or that it does not. */
export type Wanted = 'holds' | 'fails';

/** For one key that has one text or none, what makes a condition hold or fail. It follows `compileCondition`, from the outside. */
export function conditionTexts(condition: TrustCondition, wanted: Wanted): ConditionTexts {
  const { operator, values } = condition;
  // IAM takes a list without values, and what it makes of it is not documented.
  if (values.length === 0) return { texts: ANY_TEXT, sure: ANY_TEXT, isAbsent: true };
  if (operator.kind === 'null' && operator.set !== undefined) {
    return { texts: ANY_TEXT, sure: NO_TEXT, isAbsent: true };
  }
  const isAbsent = mayBeAbsent(condition, wanted);
  if (operator.kind === 'null') {
    const isPresent = nullMay(condition, 'false', wanted);
    // Whether a key with an empty text is there is not known.
    return isPresent
      ? { texts: ANY_TEXT, sure: subtract(ANY_TEXT, EMPTY), isAbsent }
      : { texts: EMPTY, sure: NO_TEXT, isAbsent };
  }
  const { may, must } = textsOfValues(operator.kind, values);
  const isMatch = (wanted === 'holds') !== operator.isNegated;
  const sure = withoutEmpty(isMatch ? must : without(may));
  if (wanted === 'fails' && hasVariables(condition)) return { texts: ANY_TEXT, sure, isAbsent };
  const texts = isMatch ? may : without(must);
  // An empty text counts as no value in some places.
  return { texts: isAbsent ? unite([texts, EMPTY]) : texts, sure, isAbsent };
}

const EMPTY = languageOfTexts(['']);

/** Most languages do not hold the empty text, and are not made a second time. */
function withoutEmpty(language: Language): Language {
  return holds(language, '') ? subtract(language, EMPTY) : language;
}

function mayBeAbsent(condition: TrustCondition, wanted: Wanted): boolean {
  const { isIfExists, isNegated, kind, set } = condition.operator;
  if (kind === 'null') return nullMay(condition, 'true', wanted);
  if (set === 'ForAnyValue' && !isIfExists) return wanted === 'fails' || isNegated;
  const isHeld = isIfExists || set === 'ForAllValues' || isNegated;
  // Where a variable is missing too, what holds may count for nothing.
  return wanted === 'holds' ? isHeld : !isHeld || hasVariables(condition);
}

/** Whether `Null` may hold or fail where its key is missing (`true`) or there (`false`). */
function nullMay({ values }: TrustCondition, is: 'true' | 'false', wanted: Wanted): boolean {
  return wanted === 'holds'
    ? values.some(({ text }) => text === is || (text !== 'true' && text !== 'false'))
    : !values.some(({ text }) => text === is);
}

function hasVariables({ values }: TrustCondition): boolean {
  return values.some(({ parts }) => parts.some((part) => 'variable' in part || 'unclear' in part));
}
