/**
 * A claim as text: `textOf(caller.claim('email'))`. Of what a claim may be, JSON of any kind, nothing else is made
 * into text: no number, and no list that holds one.
 *
 * @returns `undefined` for a claim that is missing, or is no text
 */
export function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' ? claim : undefined;
}
