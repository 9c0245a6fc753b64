import type { CompiledRule } from './compile-rule.ts';

/** Rules by their issuer, in their order. */
export function groupByIssuer(
  rules: readonly CompiledRule[],
): ReadonlyMap<string, readonly CompiledRule[]> {
  const groups = new Map<string, CompiledRule[]>();
  for (const rule of rules) {
    const group = groups.get(rule.issuer);
    if (group === undefined) groups.set(rule.issuer, [rule]);
    else group.push(rule);
  }
  return groups;
}
