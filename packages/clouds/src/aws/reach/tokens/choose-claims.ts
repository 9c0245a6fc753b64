import { chooseValue, type ClaimValue, type Taste } from './claim-value.ts';
import { fixEach } from './fix-each.ts';
import { allDomains, type TokenSet } from './token-set.ts';

/** Values for the claims of a set of tokens, by path. */
export type ChosenClaims = ReadonlyMap<string, ClaimValue>;

/**
 * Chooses one token of a set.
 *
 * @returns `undefined` where the set is seen to be empty; `null` where no token of it was found
 */
export function chooseClaims(tokens: TokenSet, taste: Taste): ChosenClaims | undefined | null {
  const fixed = tokens.spelled.length === 0 ? tokens : fixEach(tokens, taste);
  if (fixed === undefined || fixed === null) return fixed;
  const chosen = new Map<string, ClaimValue>();
  for (const [claim, domain] of allDomains(fixed)) {
    const value = chooseValue(domain, taste);
    if (value === null) return null;
    chosen.set(claim, value);
  }
  return chosen;
}
