import type { AccessDecision } from './access.ts';
import { type CompiledAccessRule, judgeRule } from './compile-access-rule.ts';
import type { PersonFacts } from './person-checks.ts';
import type { TargetFacts } from './target-checks.ts';
import { type Untold, whyKeptOut, whyNotLetIn } from './why.ts';

/** Decides by the first rule that holds. @param positions - of the rules that are looked at, in their order */
export function decideAmong(
  rules: readonly CompiledAccessRule[],
  positions: Iterable<number>,
  target: TargetFacts,
  person: PersonFacts | undefined,
): AccessDecision {
  const untold: Untold[] = [];
  let mayBePerson = false;
  for (const position of positions) {
    const candidate = rules[position] as CompiledAccessRule;
    const { name, allow } = candidate.rule;
    const { kind, unknown } = judgeRule(candidate, target, person);
    if (kind === 'wants-person') mayBePerson = true;
    if (kind === 'unknown' && unknown !== undefined) untold.push({ rule: name, unknown });
    if (kind !== 'holds') continue;
    if (!candidate.denies) return { kind: 'allowed', rule: name, isPublic: allow === 'anyone' };
    // A rule before it may let in who it is, once that is known.
    if (mayBePerson) return { kind: 'signIn' };
    return { kind: 'denied', why: whyKeptOut(name, unknown), rule: name };
  }
  return mayBePerson ? { kind: 'signIn' } : { kind: 'denied', why: whyNotLetIn(untold) };
}
