import { isSafeNumber } from './claims/claim-fault.ts';
import { findClaim } from './claims/find-claim.ts';
import type { CompiledRule } from './compile-rule.ts';
import { jtiOf } from './jti-of.ts';
import type { Condition, GlobCondition, Rule, Scalar } from './rule.ts';
import type { Ask, TokenView } from './token-view.ts';

/** Answers {@link narrowestRuleAmong}'s rule for one refusal. */
export type NarrowestRule = (token: TokenView, ask: Ask) => Rule;

/**
 * Prepares to tell the narrowest rule that would allow what was refused: exact on the issuer, `sub`,
 * the caller, what was asked for, and every claim that this issuer's rules look at. It is for the
 * operator to read and to think about, never applied.
 *
 * Where nothing was asked for, the audience is a word to be replaced: which relying party is opened is
 * nothing to be taken from another rule.
 *
 * Where a rule of this issuer takes each token once, so does this one, if the token can be known again.
 *
 * The rules are walked over once, here: a caller whose tokens are refused must not cost more the
 * more rules there are.
 *
 * @param siblings - the rules of the token's issuer
 */
export function narrowestRuleAmong(siblings: readonly CompiledRule[]): NarrowestRule {
  const paths = new Set(['sub', ...siblings.flatMap(({ conditions }) => conditions.map(toPath))]);
  const once = siblings.some((rule) => rule.once);

  return ({ issuer, claims }, { audiences, client }) => {
    const conditions = [...paths].flatMap((path) => {
      const condition = exactly(findClaim(claims, path));
      return condition === undefined ? [] : [[path, condition] as const];
    });
    return {
      name: 'narrowest',
      match: {
        issuer,
        claims: Object.fromEntries(conditions),
        ...(client !== undefined && { client }),
      },
      grant: {
        audience: askedFor(audiences) ?? 'AUDIENCE',
        ...(once && jtiOf(claims) !== undefined && { once }),
      },
    };
  };
}

function askedFor(audiences: readonly string[]): string | readonly string[] | undefined {
  const wanted = [...new Set(audiences)];
  return wanted.length > 1 ? wanted : wanted[0];
}

function toPath({ path }: { readonly path: string }): string {
  return path;
}

/** A text with a star in it is no value that a rule may be written with. */
function literally(value: Scalar): Scalar | GlobCondition {
  if (typeof value !== 'string' || !value.includes('*')) return value;
  return { glob: value.replaceAll(/[\\*?]/g, String.raw`\$&`) };
}

function exactly(value: unknown): Condition | undefined {
  if (isScalar(value)) return literally(value);
  const element = Array.isArray(value) ? value.find(isScalar) : undefined;
  return element === undefined ? undefined : { has: literally(element) };
}

/** Whether a rule may ask for a value; a number beyond 2^53 cannot be told from its neighbours. */
function isScalar(value: unknown): value is Scalar {
  return typeof value === 'number'
    ? isSafeNumber(value)
    : typeof value === 'string' || typeof value === 'boolean';
}
