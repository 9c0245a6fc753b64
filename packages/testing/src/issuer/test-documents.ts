import { DrawbridgeError, type FetchDocument, type FetchedDocument } from '@drawbridge/core';

/** A document of an issuer. */
export type DocumentName = 'discovery' | 'jwks';

/** How often an issuer was asked for what. */
export interface RequestCounts {
  readonly discovery: number;
  readonly jwks: number;
  /** Requests to other addresses: a verifier should make none. */
  readonly elsewhere: number;
}

/** What stands in for a document. The body is sent as it is; a value that is no string or bytes as JSON. */
export interface CannedAnswer {
  /** HTTP status. Default: 200. */
  readonly status?: number;
  readonly body?: unknown;
}

/** The network side of a test issuer: serves two documents with ETags, counts, and fails on request. */
export interface TestDocuments {
  readonly fetch: FetchDocument;
  readonly requests: RequestCounts;
  /** From now on every request fails with `upstream_unreachable`. */
  goDown(): void;
  /** Ends {@link goDown}. */
  comeUp(): void;
  /** From now on requests wait. @returns lets them, and all later ones, go on */
  hold(): () => void;
  /** Answers a document with this instead; `undefined` brings the real one back. */
  answer(document: DocumentName, canned: CannedAnswer | undefined): void;
}

const encoder = new TextEncoder();

/** Serves documents that are made anew for each request. */
export function createTestDocuments(
  addresses: Readonly<Record<DocumentName, string>>,
  make: Readonly<Record<DocumentName, () => unknown>>,
): TestDocuments {
  const counts = { discovery: 0, jwks: 0, elsewhere: 0 };
  const canned = new Map<DocumentName, CannedAnswer>();
  let down = false;
  let gate: Promise<void> | undefined;

  return {
    async fetch(url, { maxBytes, ifNoneMatch }): Promise<FetchedDocument> {
      const name = nameOf(url, addresses);
      counts[name ?? 'elsewhere']++;
      await gate;
      if (down || name === undefined) {
        throw new DrawbridgeError('upstream_unreachable', { detail: `${url} cannot be reached` });
      }
      const { status = 200, body = make[name]() } = canned.get(name) ?? {};
      const bytes = toBytes(body);
      if (bytes.length > maxBytes) {
        throw new DrawbridgeError('upstream_invalid', { detail: `${url} is too large` });
      }
      if (status !== 200) return { status, body: bytes };
      const etag = `"${checksum(bytes)}"`;
      if (ifNoneMatch === etag) return { status: 304, body: new Uint8Array(), etag };
      return { status, body: bytes, etag };
    },
    requests: counts,
    goDown() {
      down = true;
    },
    comeUp() {
      down = false;
    },
    hold() {
      let release = () => {};
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return () => {
        gate = undefined;
        release();
      };
    },
    answer(document, answer) {
      if (answer === undefined) canned.delete(document);
      else canned.set(document, answer);
    },
  };
}

function nameOf(
  url: string,
  addresses: Readonly<Record<DocumentName, string>>,
): DocumentName | undefined {
  if (url === addresses.discovery) return 'discovery';
  return url === addresses.jwks ? 'jwks' : undefined;
}

/** FNV-1a: enough to tell the documents of a test apart, and done at once. */
function checksum(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16);
}

function toBytes(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return encoder.encode(typeof body === 'string' ? body : JSON.stringify(body));
}
