import type { ClaimValue, Taste } from './claim-value.ts';
import { chooseValue } from './claim-value.ts';
import { fixEach } from './fix-each.ts';
import { fixTogether } from './fix-together.ts';
import type { TokenSet } from './token-set.ts';

/** Values for the claims of a set of tokens, by path. */
export type ChosenClaims = ReadonlyMap<string, ClaimValue>;

/**
 * Chooses one token of a set.
 *
 * @returns `undefined` where the set is seen to be empty; `null` where no token of it was found
 */
export function chooseClaims(tokens: TokenSet, taste: Taste): ChosenClaims | undefined | null {
  const fixed = fixSpelled(tokens, taste);
  if (fixed === undefined || fixed === null) return fixed;
  const chosen = new Map<string, ClaimValue>();
  for (const [claim, domain] of fixed.domains) {
    const value = chooseValue(domain, taste);
    if (value === null) return null;
    chosen.set(claim, value);
  }
  return chosen;
}

/** Fixes the claims that are parts of texts. */
function fixSpelled(tokens: TokenSet, taste: Taste): TokenSet | undefined | null {
  if (tokens.spelled.length === 0) return tokens;
  const together = isEachOnce(tokens) ? fixTogether(tokens, taste) : null;
  return together === null ? fixEach(tokens, taste) : together;
}

/** Whether no claim stands in two places: then each text is a matter of its own. */
function isEachOnce({ spelled }: TokenSet): boolean {
  const claims = spelled.flatMap(({ parts }) =>
    parts.flatMap((part) => ('claim' in part ? [part.claim] : [])),
  );
  return new Set(claims).size === claims.length;
}
