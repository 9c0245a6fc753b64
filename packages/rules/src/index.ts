export { compileRules, type Grant, type RuleSet } from './compile.ts';
export { describeRule } from './describe.ts';
export { findRuleFaults } from './find-rule-faults.ts';
export { DEFAULT_LIFETIME, MAX_LIFETIME } from './lifetime.ts';
export { type Rule, type RuleGrant, type RuleMatch } from './rule.ts';
