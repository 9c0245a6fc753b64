import { DEFAULT_MAX_BYTES } from '@drawbridge/rules';
import { type RuleOutline, sampleOf } from '@drawbridge/rules/analysis';
import { spellingsOf, type TokenSet } from '../tokens/token-set.ts';
import { mintedClaim } from './minted-claim.ts';

/** Whether a rule makes a text of each of these tokens that is over its limit. A character has a byte at least. */
export function isTooLong(tokens: TokenSet, outline: RuleOutline): boolean {
  const limits = outline.rule.grant.maxBytes ?? {};
  return [...outline.made.keys()].some((name) => {
    const minted = mintedClaim(outline, name);
    if (minted.kind !== 'text') return false;
    // What is the same for every token was judged with the rule.
    if (minted.parts.every((part) => 'text' in part)) return false;
    const limit = (Object.hasOwn(limits, name) ? limits[name] : undefined) ?? DEFAULT_MAX_BYTES;
    const shortest = minted.parts.map((part) =>
      'text' in part ? part.text : (sampleOf(spellingsOf(tokens, part.claim)) ?? ''),
    );
    return Array.from(shortest.join('')).length > limit;
  });
}
