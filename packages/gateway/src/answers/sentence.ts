/** A fault's words as a sentence of a page: with a capital in front, and a full stop behind where it has no end of its own. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
