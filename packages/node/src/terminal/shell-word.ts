import { quoteForShell } from '@drawbridge/core';

/** A word of a command line that a person copies: in quotes where it needs them. */
export function shellWord(text: string): string {
  return /^[\w@%+:,./][\w@%+:,./-]*$/.test(text) ? text : quoteForShell(text);
}
