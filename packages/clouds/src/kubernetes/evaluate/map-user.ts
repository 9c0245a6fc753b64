import { type JsonObject, member } from '@drawbridge/core';
import type { KubernetesRequirement } from '../doctor/requirements.ts';
import { claimText, claimTexts } from './claim-text.ts';
import type { Claim, Expression, JwtAuthenticator, PrefixedClaim } from './configuration.ts';
import { evaluateExpression } from './evaluate-expression.ts';

/** Who a token is to an API server. */
export interface User {
  readonly username: string;
  readonly groups: readonly string[];
  readonly uid: string;
  /** By its keys. */
  readonly extra: ReadonlyMap<string, readonly string[]>;
}

/** What came of one mapping. */
export type Mapped<T> =
  | { readonly value: T }
  /** Nobody: what is wrong, and what would be right. */
  | {
      readonly seen: string;
      readonly wanted: string;
      /** Where it is another one than that there is such a claim. */
      readonly requirement?: KubernetesRequirement;
    }
  /** What is not known here. */
  | { readonly unknown: string };

/** The user name: text, or the token is refused. */
export function mapUsername(
  mapping: PrefixedClaim | Expression,
  claims: JsonObject,
): Mapped<string> {
  if ('expression' in mapping) {
    const name = evaluateText(mapping, claims);
    return 'value' in name && name.value === ''
      ? { seen: 'the expression comes to empty text', wanted: 'text that is not empty' }
      : name;
  }
  const name = mapText(mapping, claims);
  if (!('value' in name)) return name;
  // OpenID Connect Core 1.0 section 5.1: an address that the provider did not verify may be anybody's.
  if (mapping.claim === 'email' && Object.hasOwn(claims, 'email_verified')) {
    if (member(claims, 'email_verified') !== true) {
      return {
        requirement: 'username-email',
        seen: 'email_verified is there and not true',
        wanted: 'email_verified to be true',
      };
    }
  }
  return { value: `${mapping.prefix}${name.value}` };
}

/** The groups: text, texts, or none where the claim is not there. */
export function mapGroups(
  mapping: PrefixedClaim | Expression | undefined,
  claims: JsonObject,
): Mapped<readonly string[]> {
  if (mapping === undefined) return { value: [] };
  if ('expression' in mapping) return evaluateTexts(mapping, claims);
  const groups = claimTexts(claims, mapping.claim);
  if (groups !== undefined && 'fault' in groups) {
    return { seen: `the claim ${groups.fault}`, wanted: 'text or a list of texts' };
  }
  return { value: (groups ?? []).map((group) => `${mapping.prefix}${group}`) };
}

export function mapUid(
  mapping: Claim | Expression | undefined,
  claims: JsonObject,
): Mapped<string> {
  if (mapping === undefined) return { value: '' };
  return 'expression' in mapping ? evaluateText(mapping, claims) : mapText(mapping, claims);
}

/** One extra attribute. Without a value it is not there. */
export function mapExtra(
  mapping: JwtAuthenticator['extra'][number],
  claims: JsonObject,
): Mapped<readonly string[]> {
  return evaluateTexts(mapping, claims);
}

function mapText({ claim }: Claim, claims: JsonObject): Mapped<string> {
  const text = claimText(claims, claim);
  if (typeof text === 'string') return { value: text };
  return { seen: `the claim ${text?.fault ?? 'is missing'}`, wanted: 'text' };
}

function evaluateText(expression: Expression, claims: JsonObject): Mapped<string> {
  const outcome = evaluate(expression, claims);
  if (!('value' in outcome)) return outcome;
  return typeof outcome.value === 'string'
    ? { value: outcome.value }
    : { seen: 'the expression does not come to text', wanted: 'text' };
}

/** Empty texts are left out, and nothing is none. */
function evaluateTexts(expression: Expression, claims: JsonObject): Mapped<readonly string[]> {
  const outcome = evaluate(expression, claims);
  if (!('value' in outcome)) return outcome;
  const { value } = outcome;
  if (value === null) return { value: [] };
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = list.filter((entry) => typeof entry === 'string');
  return texts.length === list.length
    ? { value: texts.filter((text) => text !== '') }
    : { seen: 'the expression does not come to text or a list of texts', wanted: 'one of them' };
}

function evaluate(expression: Expression, claims: JsonObject): Mapped<unknown> {
  const outcome = evaluateExpression(expression, 'claims', claims);
  if ('fault' in outcome) {
    return { seen: `the expression fails: ${outcome.fault}`, wanted: 'claims that it can read' };
  }
  return 'costly' in outcome ? { unknown: outcome.costly } : outcome;
}
