import type { Terminal } from './terminal.ts';

/** Columns below which lines are not broken: they would be nothing but breaks. */
const NARROWEST = 60;

/** Where lines of results are broken, in columns. Where they go elsewhere than to a terminal they stay whole, for who searches them. */
export function widthOf({ stdout }: Terminal): number {
  if (stdout.isTTY !== true) return Number.POSITIVE_INFINITY;
  const { columns = 100 } = stdout as { readonly columns?: number };
  return columns < NARROWEST ? Number.POSITIVE_INFINITY : columns;
}

/**
 * Breaks a text into lines of no more than a width, between words. A word that is longer has a line of its own: what somebody
 * may copy stays whole.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** As {@link wrap}, with so many spaces before each line but the first. */
export function hang(text: string, width: number, indent: number): string {
  return wrap(text, width - indent).join(`\n${' '.repeat(indent)}`);
}
