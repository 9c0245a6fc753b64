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

/**
 * Says what is wrong with a base path: it is compared as it is written, so only what has one spelling is taken.
 *
 * @returns a clause, or `undefined` when it is fine
 */
export function basePathFault(path: string): string | undefined {
  if (!path.startsWith('/')) return 'does not begin with a slash';
  if (/[?#]/.test(path)) return 'has a query or a fragment';
  if (!/^[\x21-\x7e]+$/.test(path)) return 'has a character that a path may not have';
  const spelling = new URL(path, 'https://host.invalid').href.slice('https://host.invalid'.length);
  if (spelling !== path || path.includes('//')) return 'is not in its plain spelling';
  return undefined;
}
