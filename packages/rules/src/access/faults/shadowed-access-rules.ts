import { createRuleIndex, type Indexable } from '../../rule-index.ts';
import type { Scalar } from '../../rule.ts';
import type { CompiledAccessRule } from '../compile-access-rule.ts';
import { type Extent, extentOf, isCovered } from './extent.ts';

/** A rule that can never decide, and the one before it that always does in its place. */
export interface ShadowedAccessRule {
  readonly rule: CompiledAccessRule;
  readonly by: CompiledAccessRule;
}

/**
 * Finds the rules that can never decide, because an earlier one holds of every request and person that they would. Where that
 * cannot be told, no such claim is made.
 */
export function findShadowedAccessRules(
  rules: readonly CompiledAccessRule[],
): readonly ShadowedAccessRule[] {
  const extents = rules.map(extentOf);
  const countable = rules.map((rule, position) => countableOf(rule, extents[position] as Extent));
  // A wider rule that counts values has the first of the narrower one's among them: 10,000 are not held against 10,000.
  const index = createRuleIndex(countable);
  return rules.flatMap((rule, position) => {
    const own = countable[position]?.finite;
    const by = index
      .candidates((name) => own?.get(name)?.[0])
      .find(
        (earlier) =>
          earlier < position && isCovered(extents[position] as Extent, extents[earlier] as Extent),
      );
    return by === undefined ? [] : [{ rule, by: rules[by] as CompiledAccessRule }];
  });
}

/** The values by which a rule may be known, where a wider one that counts them must have each. */
function countableOf({ finite, conditions }: CompiledAccessRule, { users }: Extent): Indexable {
  const all = new Map<string, readonly Scalar[]>(finite);
  if (users !== undefined) all.set('user', users.texts);
  for (const [name, { values, element }] of conditions) {
    const counted = values ?? element?.values;
    if (counted !== undefined)
      all.set(`${element === undefined ? 'claim' : 'has'} ${name}`, counted);
  }
  return { finite: all };
}
