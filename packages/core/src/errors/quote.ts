/** Characters of a value that a message quotes. */
const MAX_QUOTED = 120;

/**
 * Quotes a value from outside for the operator's log or terminal: as JSON, and cut when long, for it
 * may be as long as its sender likes. It is no place for secrets.
 */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
}
