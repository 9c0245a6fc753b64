import { isHas, isList } from '../condition/kinds.ts';
import type { RegexCompiler } from '../condition/regex.ts';
import type { Condition, ValueCondition } from '../rule.ts';
import { globLanguage } from './glob-language.ts';
import { type Language, languageOfTexts, NO_TEXT, UNKNOWN_TEXT } from './language.ts';
import { regexLanguage } from './regex-language.ts';

/** The values that meet a condition. */
export interface ConditionValues {
  /** Whether a list meets it that has one of these; else a value that is one of them. */
  readonly isList: boolean;
  readonly texts: Language;
  /** Numbers and booleans beside the texts. */
  readonly scalars: readonly (number | boolean)[];
  /** Whether it is a pattern, which takes no text of more than {@link MAX_PATTERN_TEXT} UTF-16 units; `texts` does not say so. */
  readonly isPattern: boolean;
}

/**
 * The values that meet a condition without a fault, as a language.
 *
 * @param regex - needed when the condition has a regular expression; without, its language is not known
 */
export function conditionValues(
  condition: Condition,
  regex: RegexCompiler | undefined,
): ConditionValues {
  if (isHas(condition)) return { ...ofValue(condition.has, regex), isList: true };
  return { ...ofValue(condition, regex), isList: false };
}

function ofValue(
  condition: ValueCondition,
  regex: RegexCompiler | undefined,
): Omit<ConditionValues, 'isList'> {
  if (typeof condition === 'object' && !isList(condition)) {
    return { texts: ofPattern(condition, regex), scalars: [], isPattern: true };
  }
  const values = typeof condition === 'object' ? condition : [condition];
  const texts = values.filter((value) => typeof value === 'string');
  return {
    texts: texts.length === 0 ? NO_TEXT : languageOfTexts(texts),
    scalars: values.filter((value) => typeof value !== 'string'),
    isPattern: false,
  };
}

function ofPattern(
  condition: Exclude<ValueCondition, readonly unknown[] | string | number | boolean>,
  regex: RegexCompiler | undefined,
): Language {
  if ('glob' in condition) return globLanguage(condition.glob);
  return regex === undefined ? UNKNOWN_TEXT : regexLanguage(regex(condition.regex));
}
