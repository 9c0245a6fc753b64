/** Of an expression, so much is shown. */
const MAX_TEXT = 200;

export function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
