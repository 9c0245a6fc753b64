import { type JsonObject, member } from '@drawbridge/core';
import { kindOf } from './members.ts';

/**
 * A claim as text, as Go reads one into a string: `null` is empty text, and every other type is a fault. Only what is not there
 * is not there.
 *
 * @returns `undefined` where the claim is not there; a fault in words that complete a sentence
 */
export function claimText(
  claims: JsonObject,
  name: string,
): string | { readonly fault: string } | undefined {
  if (!Object.hasOwn(claims, name)) return undefined;
  const value = member(claims, name);
  if (typeof value === 'string') return value;
  return value === null ? '' : { fault: `is ${kindOf(value)}, not text` };
}

/** As {@link claimText}, of a claim that may be a list of texts too. `null` is the empty list, and within a list empty text. */
export function claimTexts(
  claims: JsonObject,
  name: string,
): readonly string[] | { readonly fault: string } | undefined {
  const value = member(claims, name);
  if (!Array.isArray(value)) {
    if (value === null) return [];
    const text = claimText(claims, name);
    return typeof text === 'string' ? [text] : text;
  }
  const texts: string[] = [];
  for (const entry of value as readonly unknown[]) {
    if (typeof entry === 'string' || entry === null) texts.push(entry ?? '');
    else return { fault: `has an entry that is ${kindOf(entry)}, not text` };
  }
  return texts;
}
