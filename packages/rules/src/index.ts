export { compileRules, DEFAULT_LIFETIME, type Grant, MAX_LIFETIME, type RuleSet } from './compile.ts';
export { describeRule } from './describe.ts';
export { type Rule, type RuleGrant, type RuleMatch } from './rule.ts';
