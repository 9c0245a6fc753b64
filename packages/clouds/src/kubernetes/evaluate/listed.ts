import { printable, quote } from '@drawbridge/core';

/** Texts that are told. */
const MAX_TOLD = 10;

/** Texts from outside, each in quotes. */
export function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, MAX_TOLD).map((text) => quote(text));
  if (texts.length > shown.length) shown.push(`and ${texts.length - shown.length} more`);
  return printable(shown.join(', '));
}
