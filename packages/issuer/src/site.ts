import {
  type Algorithm,
  DISCOVERY_PATH,
  issuerDocument,
  type PublicJwk,
  RESERVED_CLAIMS,
} from '@drawbridge/core';
import { indexPage } from './index-page.ts';
import { INDEX_PATH } from './jwks-path.ts';

/** An issuer made of static files, as it is hosted: its two documents and a page for people who come by. */
export interface Site {
  /** The issuer identifier, as `iss` has it. */
  readonly issuer: string;
  /** Where the JWK Set is below the issuer: `/.well-known/jwks.json`, or `/jwks/keys`. */
  readonly jwksPath: string;
  /** The keys in the order in which they are published. */
  readonly keys: readonly PublicJwk[];
  /** What tokens are signed with. */
  readonly algorithms: readonly Algorithm[];
  /** The claims that its tokens may have. Default: those of every token that `token sign` makes. */
  readonly claims?: readonly string[];
  /** By `kid`, the certificate of a key: base64 DER, for its `x5c` (RFC 7517 section 4.7). Default: none. */
  readonly certificates?: ReadonlyMap<string, string>;
  /** Whether discovery has the seventh member, `authorization_endpoint`. Default: true. */
  readonly withAuthorizationEndpoint?: boolean;
}

/** One file of a site as text. */
export interface SiteText {
  /** Below the address of the site, with a slash first. */
  readonly path: string;
  readonly text: string;
  /** The `Content-Type` that it is served with. */
  readonly contentType: string;
}

/** The `Content-Type` of a discovery document. */
export const DISCOVERY_TYPE = 'application/json';

/** The `Content-Type` of the page for people. */
export const INDEX_TYPE = 'text/html; charset=utf-8';

/** The `Content-Type` of a JWK Set (RFC 7517 section 8.5.2). */
export const JWKS_TYPE = 'application/jwk-set+json';

/** The claims of tokens that `token sign` makes: more can be added to each. */
const CLAIMS: readonly string[] = [...RESERVED_CLAIMS, 'sub'].sort();

/**
 * Builds the files of a site in the order in which they are to be put there: whoever has read the discovery document
 * finds the keys, and a site with a discovery document is complete.
 */
export function buildSite(site: Site): readonly SiteText[] {
  const { issuer, jwksPath, algorithms, claims = CLAIMS, withAuthorizationEndpoint = true } = site;
  return [
    { path: jwksPath, text: jwksText(site), contentType: JWKS_TYPE },
    {
      path: INDEX_PATH,
      text: indexPage({ issuer, jwksPath }),
      contentType: INDEX_TYPE,
    },
    {
      path: DISCOVERY_PATH,
      text: pretty(
        issuerDocument({ issuer, jwksPath, algorithms, claims, withAuthorizationEndpoint }),
      ),
      contentType: DISCOVERY_TYPE,
    },
  ];
}

/** The members that every relying party takes. Google Cloud refuses a JWK Set with any other. */
const MEMBERS = ['kty', 'n', 'e', 'crv', 'x', 'y', 'alg', 'use', 'kid'] as const;

/** The keys of a site as its JWK Set has them (RFC 7517 section 5). */
export function publishedKeys({
  keys,
  certificates,
}: Pick<Site, 'keys' | 'certificates'>): readonly Readonly<Record<string, unknown>>[] {
  return keys.map((key) => {
    const shown: Record<string, unknown> = {};
    for (const name of MEMBERS) {
      if (key[name] !== undefined) shown[name] = key[name];
    }
    const certificate = certificates?.get(key.kid ?? '');
    if (certificate !== undefined) shown['x5c'] = [certificate];
    return shown;
  });
}

/** The JWK Set of a site. */
function jwksText(site: Pick<Site, 'keys' | 'certificates'>): string {
  return pretty({ keys: publishedKeys(site) });
}

/** JSON as the files of a site have it. */
export function pretty(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
