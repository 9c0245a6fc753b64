import type { AccessDecision } from './access.ts';
import { type CompiledAccessRule, judgeRule } from './compile-access-rule.ts';
import type { PersonFacts } from './person-checks.ts';
import type { AccessCheck, Standing } from './standing.ts';
import type { TargetFacts } from './target-checks.ts';

/** What access rules say, and why. */
export interface AccessExplanation {
  readonly decision: AccessDecision;
  /** Every rule, in order; none for a request that no rule can be asked about. */
  readonly rules: readonly AccessRuleExplanation[];
}

/** Why one rule decides, or does not. */
export interface AccessRuleExplanation {
  readonly rule: string;
  readonly effect: 'allow' | 'deny';
  /** Of several rules that hold, the first decides. */
  readonly holds: boolean;
  readonly checks: readonly AccessCheckExplanation[];
}

/** One thing that a rule looks at, and what came of it. */
export interface AccessCheckExplanation {
  /** In words: `the host is "a.example.com"`. */
  readonly what: string;
  readonly of: 'request' | 'person';
  readonly standing: 'met' | 'unmet' | 'unknown';
  /** What is there as JSON, cut when long; `undefined` where there is nothing. */
  readonly seen?: string;
  /** Why it is not known, as a sentence without its full stop. */
  readonly why?: string;
}

/** Explains a rule's view of a request. */
export function explainAccessRule(
  compiled: CompiledAccessRule,
  target: TargetFacts,
  person: PersonFacts | undefined,
): AccessRuleExplanation {
  const { rule, denies, ofTarget, ofPerson } = compiled;
  const signedIn: readonly AccessCheckExplanation[] =
    rule.allow === 'signed-in'
      ? [
          {
            what: 'somebody is signed in',
            of: 'person',
            standing: person === undefined ? 'unmet' : 'met',
          },
        ]
      : [];
  return {
    rule: rule.name,
    effect: denies ? 'deny' : 'allow',
    holds: judgeRule(compiled, target, person).kind === 'holds',
    checks: [
      ...ofTarget.map((check) => explain(check, 'request', target)),
      ...signedIn,
      ...ofPerson.map((check) =>
        person === undefined
          ? {
              what: check.what,
              of: 'person' as const,
              standing: 'unknown' as const,
              why: 'nobody is signed in',
            }
          : explain(check, 'person', person),
      ),
    ],
  };
}

function explain<Facts>(
  check: AccessCheck<Facts>,
  of: AccessCheckExplanation['of'],
  facts: Facts,
): AccessCheckExplanation {
  const standing: Standing = check.judge(facts);
  const seen = check.seen(facts);
  return {
    what: check.what,
    of,
    ...(typeof standing === 'string'
      ? { standing }
      : { standing: 'unknown' as const, why: standing.unknown }),
    ...(seen !== undefined && { seen }),
  };
}
