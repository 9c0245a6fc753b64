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
