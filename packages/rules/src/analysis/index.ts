export { type CommonEnds, commonEnds } from '../language/common-ends.ts';
export { concatenate } from '../language/concatenate.ts';
export { narrowParts } from '../language/concatenation.ts';
export { conditionValues, type ConditionValues } from '../language/condition-language.ts';
export {
  ANY_TEXT,
  holds,
  intersect,
  isEmpty,
  type Language,
  languageOfTexts,
  NO_TEXT,
  sampleOf,
  subtract,
  unite,
  UNKNOWN_TEXT,
  without,
} from '../language/language.ts';
export { meets } from '../language/meets.ts';
export {
  EVERY_CHARACTER,
  patternLanguage,
  type PatternStep,
} from '../language/pattern-language.ts';
export { sampleParts } from '../language/sample-parts.ts';
export { textsOfLength } from '../language/texts-of-length.ts';
export { MAX_PATTERN_TEXT } from '../condition/compile-condition.ts';
export { type NeededClaim } from '../claims/compile-claim-tree.ts';
export { type TemplatePart } from '../claims/parse-template.ts';
export { type ClaimOutline, outlineRules, type RuleOutline } from './outline-rules.ts';
