/**
 * Whether a provider says that an email is not the person's: by the value of `email_verified`, or of what it has in its place.
 * Not every provider writes a truth value (OpenID Connect Core 1.0 section 5.1) as one. What says nothing is no such word.
 */
export function isSaidUnverified(word: unknown): boolean {
  return word === false || word === 'false' || word === 0 || word === '0';
}
