import { holds, isEmpty, type Language, sampleOf } from '@drawbridge/rules/analysis';
import { type Domain, elementsOf, type ListDomain, type Values } from './domain.ts';
import { readable } from './readable.ts';

/** How a value is chosen where several would do. */
export interface Taste {
  /** Whether wildcards stand for something, so that a person sees where they are. */
  readonly isReadable: boolean;
}

/** A value of a claim; `undefined`: the claim is left out. */
export type ClaimValue = { readonly value: unknown } | undefined;

/**
 * Chooses a value for a claim: a text where that may be, as most claims are.
 *
 * @returns `null` where the claim may be nothing
 */
export function chooseValue(domain: Domain, taste: Taste): ClaimValue | null {
  const { texts, scalars, list, isOther, isAbsent } = domain;
  const scalar = chooseScalar({ texts, scalars }, taste);
  if (scalar !== undefined) return scalar;
  const items = list === undefined ? undefined : chooseItems(list, taste);
  if (items !== undefined) return { value: items };
  if (isAbsent) return undefined;
  return isOther ? { value: {} } : null;
}

function chooseScalar({ texts, scalars }: Values, taste: Taste): ClaimValue {
  if (!isEmpty(texts)) return { value: chooseText(texts, taste) };
  const spelled = sampleOf(scalars);
  return spelled === undefined ? undefined : { value: unspell(spelled) };
}

/** A text of a language that holds some. */
export function chooseText(language: Language, { isReadable }: Taste): string {
  const sample = sampleOf(language) ?? '';
  const isCounted = language.texts !== undefined;
  return isReadable && !isCounted ? readable(sample, (text) => holds(language, text)) : sample;
}

/** The number or boolean that is spelled so; a number of another spelling is what it comes to. */
export function unspell(spelled: string): number | boolean {
  if (spelled === 'true' || spelled === 'false') return spelled === 'true';
  const number = Number(spelled);
  // `1-1` is a spelling of none; a number is wanted all the same, and what it does not fit is found out by trying.
  return Number.isFinite(number) ? number : 0;
}

function chooseItems({ some, none }: ListDomain, taste: Taste): readonly unknown[] | undefined {
  const items = some.map((values) => chooseScalar(elementsOf(values, none), taste));
  const isComplete = items.every((item) => item !== undefined);
  return isComplete ? [...new Set(items.map((item) => item?.value))] : undefined;
}
