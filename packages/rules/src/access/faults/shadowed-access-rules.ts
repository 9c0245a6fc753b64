import type { CompiledAccessRule } from '../compile-access-rule.ts';
import { type Extent, extentOf, isCovered } from './extent.ts';
import { createSignIndex } from './sign-index.ts';
import { signsOf } from './signs.ts';

/** A rule that can never decide, and the first before it that always does in its place. */
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
  const widerThan = createSignIndex(extents.map(signsOf));
  return rules.flatMap((rule, position) => {
    const own = extents[position] as Extent;
    const covers = (earlier: number) => isCovered(own, extents[earlier] as Extent);
    const by = widerThan(position).reduce(
      (first, list) => firstBelow(first, list, covers) ?? first,
      position,
    );
    return by === position ? [] : [{ rule, by: rules[by] as CompiledAccessRule }];
  });
}

/** The first of a list in order that is below a limit, and of which something is true. */
function firstBelow(
  limit: number,
  list: readonly number[],
  isTrue: (position: number) => boolean,
): number | undefined {
  for (const position of list) {
    if (position >= limit) return undefined;
    if (isTrue(position)) return position;
  }
  return undefined;
}
