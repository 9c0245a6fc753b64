import type { JsonObject } from '@drawbridge/core';
import type { Ask } from '@drawbridge/rules';
import {
  holds,
  isEmpty,
  languageOfTexts,
  type RuleOutline,
  subtract,
} from '@drawbridge/rules/analysis';
import { TAGS_CLAIM } from '../../token-claims.ts';
import { COPIED_TAG } from '../minted/session-sources.ts';
import { buildClaims, type Nesting } from './build-claims.ts';
import { chooseClaims } from './choose-claims.ts';
import { chooseText, type ClaimValue, type Taste } from './claim-value.ts';
import { ASKED, SESSION } from './rule-tokens.ts';
import { domainOf, type TokenSet } from './token-set.ts';

/** A token, and what a caller asks for with it. */
export interface Candidate {
  readonly claims: JsonObject;
  readonly ask: Ask;
  /** The name that the caller gives the session; `undefined` where any will do. */
  readonly sessionName: string | undefined;
}

/** How a candidate is made. */
export interface CandidateManner extends Taste {
  readonly nesting: Nesting;
}

/** Seconds that a token of a candidate lives. */
const LIFETIME = 600;

/**
 * Makes one token of a set, for a rule.
 *
 * @param now - seconds since the epoch
 * @returns `undefined` where the set is seen to be empty; `null` where no token of it was found
 */
export function makeCandidate(
  tokens: TokenSet,
  outline: RuleOutline,
  client: string | undefined,
  manner: CandidateManner,
  now: number,
): Candidate | undefined | null {
  const chosen = chooseClaims(tokens, manner);
  if (chosen === undefined || chosen === null) return chosen;
  const asked = textOf(chosen.get(ASKED));
  const sessionName = textOf(chosen.get(SESSION));
  if (asked === undefined) return null;
  const claims = new Map<string, ClaimValue>(chosen);
  claims.delete(ASKED);
  claims.delete(SESSION);
  const tags = takeTags(claims);
  if (tags !== undefined) claims.set(TAGS_CLAIM, { value: { principal_tags: tags } });
  claims.set('aud', { value: chooseAudience(tokens, asked, outline, manner) });
  for (const [name, time] of [
    ['exp', now + LIFETIME],
    ['iat', now],
    ['nbf', now],
  ] as const) {
    if (holds(domainOf(tokens, name).scalars, String(time))) claims.set(name, { value: time });
  }
  return {
    claims: buildClaims(claims, manner.nesting),
    ask: { audiences: [asked], client },
    sessionName,
  };
}

/** The session tags among the claims, which are none themselves; `undefined` where there is none. */
function takeTags(claims: Map<string, ClaimValue>): Readonly<Record<string, unknown>> | undefined {
  const tags: (readonly [string, unknown])[] = [];
  for (const [name, given] of claims) {
    if (!name.startsWith(COPIED_TAG)) continue;
    claims.delete(name);
    if (textOf(given) !== undefined) tags.push([name.slice(COPIED_TAG.length), [given?.value]]);
  }
  return tags.length === 0 ? undefined : Object.fromEntries(tags);
}

function textOf(given: ClaimValue): string | undefined {
  return typeof given?.value === 'string' ? given.value : undefined;
}

/**
 * Whom the upstream token is for: where the rule passes that on, the one that is asked for too; else rather not that one, lest
 * a rule that does so decides.
 */
function chooseAudience(
  tokens: TokenSet,
  asked: string,
  { audiences }: RuleOutline,
  taste: Taste,
): unknown {
  const { texts, list } = domainOf(tokens, 'aud');
  const [needed] = list?.some ?? [];
  if (audiences === undefined) {
    if (holds(texts, asked)) return asked;
    return needed === undefined ? asked : [...new Set(itemsOf(tokens, taste)), asked];
  }
  const others = subtract(texts, languageOfTexts([asked]));
  if (!isEmpty(others)) return chooseText(others, taste);
  return isEmpty(texts) ? itemsOf(tokens, taste) : chooseText(texts, taste);
}

function itemsOf(tokens: TokenSet, taste: Taste): readonly string[] {
  const { list } = domainOf(tokens, 'aud');
  const none = languageOfTexts(['']);
  return (list?.some ?? []).map(({ texts }) => chooseText(subtract(texts, none), taste));
}
