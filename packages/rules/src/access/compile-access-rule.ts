import type { CompiledCondition } from '../condition/compile-condition.ts';
import type { RegexCompiler } from '../condition/regex.ts';
import type { Indexable } from '../rule-index.ts';
import type { AccessMatch, AccessRule } from './access-rule.ts';
import { compileConditions, compilePerson, type PersonFacts } from './person-checks.ts';
import { type AccessCheck, judgeAll } from './standing.ts';
import { compileTarget, type TargetFacts } from './target-checks.ts';

/** An access rule made ready to decide. */
export interface CompiledAccessRule extends Indexable {
  readonly rule: AccessRule;
  readonly denies: boolean;
  /** Whether it can only hold of somebody who is signed in. */
  readonly needsPerson: boolean;
  readonly ofTarget: readonly AccessCheck<TargetFacts>[];
  readonly ofPerson: readonly AccessCheck<PersonFacts>[];
  readonly conditions: ReadonlyMap<string, CompiledCondition>;
}

/** What of a match is about a person. */
export const PERSON_MEMBERS = [
  'providers',
  'users',
  'domains',
  'groups',
  'claims',
] as const satisfies readonly (keyof AccessMatch)[];

/** Whether a match says anything of a person. */
export function saysWho(match: AccessMatch): boolean {
  return PERSON_MEMBERS.some((name) => match[name] !== undefined);
}

/**
 * Compiles a rule that has no fault.
 *
 * @param regex - needed when the rule has a regular expression
 */
export function compileAccessRule(
  rule: AccessRule,
  regex: RegexCompiler | undefined,
): CompiledAccessRule {
  const { match } = rule;
  const { checks, finite } = compileTarget(match);
  const conditions = compileConditions(match, regex);
  return {
    rule,
    denies: rule.deny === true,
    needsPerson: rule.allow === 'signed-in' || saysWho(match),
    ofTarget: checks,
    ofPerson: compilePerson(match, conditions),
    conditions,
    finite,
  };
}

/** Whether a rule holds. */
export interface AccessOutcome {
  /** `wants-person`: it may let somebody in, and nobody is signed in. `unknown`: it would let in, if what is not known were so. */
  readonly kind: 'holds' | 'wants-person' | 'fails' | 'unknown';
  /** What is not known, where it hangs on that. */
  readonly unknown?: string;
}

/**
 * Judges a rule. One that lets in holds where all its checks are met; one that keeps out holds also where it is not known whether
 * they are. Of nobody, no rule holds that says who is meant.
 */
export function judgeRule(
  { denies, needsPerson, ofTarget, ofPerson }: CompiledAccessRule,
  target: TargetFacts,
  person: PersonFacts | undefined,
): AccessOutcome {
  const about = judgeAll(ofTarget, target);
  if (about === 'unmet') return FAILS;
  if (needsPerson && person === undefined) {
    if (denies) return FAILS;
    return about === 'met' ? WANTS_PERSON : { kind: 'unknown', ...about };
  }
  const who = person === undefined ? 'met' : judgeAll(ofPerson, person);
  if (who === 'unmet') return FAILS;
  const all = about === 'met' ? who : about;
  if (all === 'met') return HOLDS;
  return { kind: denies ? 'holds' : 'unknown', ...all };
}

const HOLDS: AccessOutcome = { kind: 'holds' };
const FAILS: AccessOutcome = { kind: 'fails' };
const WANTS_PERSON: AccessOutcome = { kind: 'wants-person' };
