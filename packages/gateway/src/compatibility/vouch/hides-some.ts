import { cookiePairs, MAX_CANDIDATES, parsePartName } from '@drawbridge/oauth';

/**
 * Whether there are cookies of a name of which not each was looked at: more than that, or a part that is there twice. A browser has
 * such of a host below the same domain that planted them, be it to hide whose browser it is.
 *
 * @param values - of the Cookie fields
 */
export function hidesSome(values: readonly string[], name: string): boolean {
  const partNames: string[] = [];
  const sets = new Set<number>();
  let whole = 0;
  for (const [found] of cookiePairs(values, name)) {
    if (found === name) whole += 1;
    const part = parsePartName(found, name);
    if (part === undefined) continue;
    partNames.push(found);
    sets.add(part.of);
  }
  return whole + sets.size > MAX_CANDIDATES || new Set(partNames).size < partNames.length;
}
