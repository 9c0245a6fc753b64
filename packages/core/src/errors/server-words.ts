/** Characters of a text from outside that a message repeats. */
const MAX_LENGTH = 300;
/** Characters. What is shorter is in any sentence, and no secret. */
const SHORTEST_SECRET = 8;
/** A run that is no word of any language: a token, a part of one, a key. */
const SECRET_LIKE = /[\w+/=-]{32,}/g;

/**
 * What a server says of itself, made fit for a message: printable ASCII, as RFC 6749 section 5.2
 * has it, of bounded length, and without what may be a token. Servers have been seen to repeat the
 * request in their answers.
 *
 * @param secrets - what was sent and must not come back
 * @returns `undefined` when there is no text in it
 */
export function serverWords(value: unknown, secrets: readonly string[]): string | undefined {
  if (typeof value !== 'string') return undefined;
  const hidden = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .reduce((text, secret) => text.replaceAll(secret, '[hidden]'), value);
  const plain = hidden
    .replace(SECRET_LIKE, '[hidden]')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim();
  if (plain === '') return undefined;
  return plain.length > MAX_LENGTH ? `${plain.slice(0, MAX_LENGTH)}...` : plain;
}
