import type { PublicJwk } from '@drawbridge/core';

/** An issuer made of static files, as it is hosted: its two documents and a page for people who come by. */
export interface Site {
  /** The issuer identifier, as `iss` has it. */
  readonly issuer: string;
  /** Where the JWK Set is below the issuer: `/.well-known/jwks.json`, or `/jwks/keys`. */
  readonly jwksPath: string;
  /** The keys in the order in which they are published. */
  readonly keys: readonly PublicJwk[];
}
