import { documentUrlFault, encodeUtf8 } from '@drawbridge/core';
import type { MetadataDocument } from '../guard.ts';
import type { ResourceOptions } from '../options/guard-options.ts';

/** RFC 9728 section 3. */
const WELL_KNOWN = '/.well-known/oauth-protected-resource';
/** Seconds for which a copy may be kept. */
const MAX_AGE = 3600;

/**
 * Writes what a protected resource tells of itself (RFC 9728 section 2).
 *
 * @param issuers - whose tokens it accepts
 * @throws {TypeError} when `resource.url` is none
 */
export function createMetadata(
  resource: ResourceOptions,
  issuers: readonly string[],
): MetadataDocument {
  const { origin, pathname } = parseResource(resource.url);
  // Section 3.1: a slash that is all there is after the host goes away.
  const path = `${WELL_KNOWN}${pathname === '/' ? '' : pathname}`;
  const document = {
    // Section 3.3: who reads it compares this with the address that it knows, as text.
    resource: resource.url,
    authorization_servers: [...new Set(issuers)],
    ...(resource.scopes !== undefined && { scopes_supported: resource.scopes }),
    bearer_methods_supported: ['header'],
    ...(resource.name !== undefined && { resource_name: resource.name }),
    ...(resource.documentation !== undefined && { resource_documentation: resource.documentation }),
  };
  return {
    path,
    url: `${origin}${path}`,
    reply: {
      status: 200,
      headers: [
        ['content-type', 'application/json'],
        ['cache-control', `public, max-age=${MAX_AGE}`],
        // Public, and for applications in browsers too.
        ['access-control-allow-origin', '*'],
      ],
      body: encodeUtf8(JSON.stringify(document)),
    },
  };
}

function parseResource(url: string): URL {
  // Section 1.2: an https URL without a fragment. A query would need a route that looks at it.
  if (typeof url !== 'string') throw new TypeError('resource.url must be the address of this API');
  const fault = url.includes('?') ? 'has a query' : documentUrlFault(url);
  if (fault !== undefined) throw new TypeError(`resource.url ${fault}`);
  return new URL(url);
}
