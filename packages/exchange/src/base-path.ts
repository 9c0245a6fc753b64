/** Segments of characters that every part on the way writes in one way (RFC 3986 section 2.3). */
const FORM = /^(?:\/[A-Za-z0-9._~-]+)+$/;

/**
 * Says what is wrong with a base path: the path below which a service is reached.
 *
 * @returns a clause, or `undefined` for a path such as `/team/one`
 */
export function basePathFault(text: string): string | undefined {
  if (!FORM.test(text)) {
    return 'is not a path such as /team/one: with a slash before each part and none at the end, of letters, digits and . _ ~ -';
  }
  return /\/\.{1,2}(?:\/|$)/.test(text) ? 'has a part that is . or ..' : undefined;
}

/**
 * The path that everything is served below: that of the public issuer, since relying parties look for its documents
 * there (OpenID Connect Discovery 1.0 section 4).
 *
 * @param given - another one, `/` for none: of a proxy that takes the path away
 * @returns empty, or with a slash at the beginning and none at the end
 */
export function basePathOf(issuer: string, given?: string): string {
  return (given ?? new URL(issuer).pathname).replace(/\/$/, '');
}
