export { type Check } from './checks.ts';
export { compileRules, type Decision, type RuleSet } from './compile.ts';
export {
  loadRegexSearch,
  type RegexSearch,
  type RegexSearchCompiler,
} from './condition/regex-search.ts';
export { describeRule } from './describe.ts';
export { type Explanation, type Outcome, type Preview, type RuleExplanation } from './explain.ts';
export { findRuleFaults } from './faults/find-rule-faults.ts';
export { type Grant } from './grant.ts';
export { DEFAULT_LIFETIME, DEFAULT_MAX_BYTES, MAX_LIFETIME } from './limits.ts';
export { REFUSAL_CODES, type RefusalReason, type Wanting } from './refusal-reason.ts';
export {
  type ClaimTree,
  type Condition,
  type GlobCondition,
  type HasCondition,
  type RegexCondition,
  type Rule,
  type RuleGrant,
  type RuleMatch,
  type Scalar,
  type ValueCondition,
} from './rule.ts';
export { type Ask, ASK_NOTHING, type TokenView } from './token-view.ts';
export {
  type AccessDecision,
  type AccessPerson,
  type AccessTarget,
} from './access/access.ts';
export { type AccessMatch, type AccessRule } from './access/access-rule.ts';
export { type Email, parseEmail } from './access/email.ts';
export { type AccessRules, compileAccessRules } from './access/compile-access-rules.ts';
export {
  type AccessCheckExplanation,
  type AccessExplanation,
  type AccessRuleExplanation,
} from './access/explain-access.ts';
export { findAccessRuleFaults } from './access/faults/find-access-rule-faults.ts';
export { type AccessSurroundings } from './access/faults/surroundings-faults.ts';
export { hostAndAbove } from './access/hosts/host-and-above.ts';
export { createHostList, hostFault } from './access/hosts/host-list.ts';
export { parseHost } from './access/hosts/parse-host.ts';
export { narrowestAccessRule } from './access/narrowest-access-rule.ts';
export { type Groups } from './groups/groups.ts';
export { GROUPS_FACTS, knownGroupsClaim } from './groups/known-groups-claim.ts';
export { type GroupsClaim, readGroups } from './groups/read-groups.ts';
export { toldElsewhere } from './groups/told-elsewhere.ts';
