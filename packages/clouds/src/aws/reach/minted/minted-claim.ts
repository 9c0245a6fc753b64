import type { ClaimOutline, RuleOutline } from '@drawbridge/rules/analysis';
import { type TextPart, textPart } from '../tokens/token-set.ts';

/** What a claim of the minted token is made of. */
export type MintedClaim =
  /** No token that the rule mints has it. */
  | { readonly kind: 'absent' }
  /** The same for every token, and no text. */
  | { readonly kind: 'constant'; readonly value: unknown }
  /**
   * A text; without a claim among its parts it is the same for every token. It is always there, but where it `mayBeLost`: then AWS
   * takes it or not, which is not documented.
   */
  | { readonly kind: 'text'; readonly parts: readonly TextPart[]; readonly mayBeLost?: true }
  /** The upstream claim with its type, and missing where that is: by its path. */
  | { readonly kind: 'claim'; readonly claim: string }
  | { readonly kind: 'unknown' };

export const ABSENT: MintedClaim = { kind: 'absent' };
export const UNKNOWN: MintedClaim = { kind: 'unknown' };

/** What a member of the minted token is made of; minting's own are not asked for. */
export function mintedClaim(outline: RuleOutline, name: string): MintedClaim {
  const made = outline.made.get(name);
  if (made !== undefined) return toMinted(made);
  if (!outline.copied.includes(name)) return ABSENT;
  // A condition finds such a name by other ways too: as members of an object.
  const isPathToo =
    name.includes('.') &&
    (outline.conditions.has(name) || outline.needs.some(({ path }) => path === name));
  return isPathToo ? UNKNOWN : { kind: 'claim', claim: name };
}

/** What a claim is made of, by its outline. */
export function toMinted(outline: ClaimOutline): MintedClaim {
  if ('claim' in outline) return { kind: 'claim', claim: outline.claim };
  if ('parts' in outline) {
    return {
      kind: 'text',
      parts: outline.parts.map((part) => ('text' in part ? textPart(part.text) : part)),
    };
  }
  const constant = constantOf(outline);
  if (typeof constant === 'string') return { kind: 'text', parts: [textPart(constant)] };
  return constant === undefined ? UNKNOWN : { kind: 'constant', value: constant };
}

/** The value of an outline in which no claim stands; `undefined` where one does. */
export function constantOf(outline: ClaimOutline): unknown {
  if ('constant' in outline) return outline.constant;
  if ('items' in outline) {
    const items = outline.items.map(constantOf);
    return items.includes(undefined) ? undefined : items;
  }
  if (!('members' in outline)) return undefined;
  const members = [...outline.members].map(([name, inner]) => [name, constantOf(inner)] as const);
  return members.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(members);
}
