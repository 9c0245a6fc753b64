/** A document as it was served. */
export interface FetchedDocument {
  /** HTTP status. */
  readonly status: number;
  readonly body: Uint8Array;
  /** The `ETag` header (RFC 9110 section 8.8.3), as it was sent. */
  readonly etag?: string;
}

/** What is asked for, and its limits. */
export interface FetchDocumentOptions {
  /** Media types to ask for, as an Accept header has them. */
  readonly accept: string;
  /** More bytes than this are not read. */
  readonly maxBytes: number;
  /**
   * The ETag of the document at hand, for an If-None-Match header (RFC 9110 section 13.1.2):
   * status 304 says that it has not changed.
   */
  readonly ifNoneMatch?: string;
}

/**
 * How core reaches the network: it is handed this function. An implementation
 * bounds time and size, follows no redirect to another origin, and uses no cache.
 *
 * @throws {DrawbridgeError} `upstream_unreachable`, `upstream_timeout`, `upstream_invalid`
 */
export type FetchDocument = (
  url: string,
  options: FetchDocumentOptions,
) => Promise<FetchedDocument>;
