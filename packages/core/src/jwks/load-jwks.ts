/** A JWK Set as it was read; or `unchanged`, when it is the one whose ETag was given. */
export type LoadedJwks =
  | {
      /** Where it was read from, for the log. */
      readonly origin: string;
      readonly bytes: Uint8Array;
      /** Passed to the next load. */
      readonly etag?: string;
    }
  | 'unchanged';

/**
 * Reads an upstream issuer's JWK Set, wherever it is. An implementation bounds time and
 * size, and keeps no keys: `createUpstreamKeys` does.
 *
 * @param etag - of the JWK Set that is at hand, if there is one that had any
 * @throws {DrawbridgeError} `upstream_unreachable`, `upstream_timeout`, `upstream_invalid`
 */
export type LoadJwks = (etag: string | undefined) => Promise<LoadedJwks>;
