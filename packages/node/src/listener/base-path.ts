/** Segments of characters that every part on the way writes in one way (RFC 3986 section 2.3). */
const FORM = /^(?:\/[A-Za-z0-9._~-]+)+$/;

/**
 * Says what is wrong with a base path: the path under which a proxy or a gateway shows a service.
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
 * Takes the base path off a request's target. It is compared exactly and undecoded: a second
 * spelling of it (`//`, `/%74eam`, `/x/../team`, a whole URL) is another path, for a proxy that
 * judges paths before us may read it in another way.
 *
 * @param basePath - empty for none, and then every target stays what it is
 * @returns the target that the service sees; `undefined` for one that is
 *   not under the base path
 */
export function withoutBasePath(target: string, basePath: string): string | undefined {
  if (basePath === '') return target;
  if (!target.startsWith(basePath)) return undefined;
  const rest = target.slice(basePath.length);
  if (rest.startsWith('/')) return rest;
  return rest === '' || rest.startsWith('?') ? `/${rest}` : undefined;
}
