import { DISCOVERY_PATH } from '@drawbridge/core';

/**
 * Says what is wrong with the place of a JWK Set below its issuer. It becomes the name of a file and of an object in
 * a bucket as well, so its characters are those that mean the same everywhere.
 *
 * @returns a clause such as `does not begin with a slash`, or `undefined` when the path is fine
 */
export function jwksPathFault(path: string): string | undefined {
  if (!path.startsWith('/')) return 'does not begin with a slash';
  if (path.endsWith('/')) return 'ends with a slash: it must name a file, such as /jwks/keys';
  if (path.length > 200) return 'has more than 200 characters';
  if (!/^(?:\/[\w.~-]+)+$/.test(path)) {
    return 'has something else than letters, digits and . _ ~ - between single slashes';
  }
  if (/\/\.\.?(?:\/|$)/.test(path)) return 'has . or .. for a folder';
  if (path === DISCOVERY_PATH || path.startsWith(`${DISCOVERY_PATH}/`) || path === INDEX_PATH) {
    return 'is the place of another file of the site';
  }
  return path === '/.well-known' ? 'is a folder of the site' : undefined;
}

/** Where the page for people is. */
export const INDEX_PATH = '/index.html';

/**
 * Where a JWK Set is below its issuer.
 *
 * @returns `undefined` when it is elsewhere, or in a place that {@link jwksPathFault} has something against
 */
export function jwksPathOf(issuer: string, jwksUri: string): string | undefined {
  const base = issuer.replace(/\/$/, '');
  if (!jwksUri.startsWith(`${base}/`)) return undefined;
  const path = jwksUri.slice(base.length);
  return jwksPathFault(path) === undefined ? path : undefined;
}
