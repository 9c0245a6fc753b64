/** A document as it was served. */
export interface FetchedDocument {
  /** HTTP status. */
  readonly status: number;
  readonly body: Uint8Array;
}

export interface FetchDocumentOptions {
  /** Media types to ask for, as an Accept header has them. */
  readonly accept: string;
  /** More bytes than this are not read. */
  readonly maxBytes: number;
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
