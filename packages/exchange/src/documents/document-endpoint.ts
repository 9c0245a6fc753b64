import {
  type Awaitable,
  type Call,
  type Clock,
  DOCUMENT_MAX_AGE,
  encodeBase64Url,
  encodeUtf8,
  type Endpoint,
  type Engine,
  epochSeconds,
  type HeaderField,
  type KeyRing,
  type PublicJwk,
  type Reply,
} from '@drawbridge/core';
import { matchesEtag } from './match-etag.ts';

/** What a public document is made of. */
export interface DocumentOptions {
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly engine: Engine;
}

interface Written {
  /** The state of the ring: the list of its public keys is the same one until something changes. */
  readonly keys: readonly PublicJwk[];
  readonly body: string;
  readonly etag: string;
}

/**
 * An endpoint for a public document that follows the key ring. The document is written once for each state of
 * the ring. It has a strong ETag, a hash of its content, so every replica gives the same; a caller that
 * has it already is told so (RFC 9110 sections 8.8.3 and 13.1.2).
 *
 * @param write - writes the document for the keys that are published now
 */
export function documentEndpoint(
  contentType: string,
  { keyRing, clock, engine }: DocumentOptions,
  write: (keys: readonly PublicJwk[]) => Awaitable<object>,
): Endpoint {
  let written: Written | undefined;

  async function current(): Promise<Written> {
    const keys = keyRing.publicKeys();
    if (written?.keys === keys) return written;
    const body = JSON.stringify(await write(keys));
    const hash = await engine.sha256(encodeUtf8(body));
    written = { keys, body, etag: `"${encodeBase64Url(hash)}"` };
    return written;
  }

  return async (call: Call): Promise<Reply> => {
    const { body, etag } = await current();
    const headers: readonly HeaderField[] = [
      ['content-type', contentType],
      ['cache-control', `public, max-age=${maxAge(keyRing, clock)}`],
      ['etag', etag],
    ];
    // RFC 9110 section 15.4.5: a 304 has the fields that tell of caching, and no content.
    return matchesEtag(call, etag)
      ? { status: 304, headers: headers.slice(1), body: null }
      : { status: 200, headers, body };
  };
}

/**
 * Seconds that a document may be kept. A key that joins signs only after the publish delay, which is longer than
 * the greatest max-age: what is kept for no longer than that never lacks a key that signs. A change
 * that the ring knows of already ends it sooner.
 */
function maxAge(keyRing: KeyRing, clock: Clock): number {
  const change = keyRing.changesAt() - epochSeconds(clock);
  return Math.max(1, Math.min(DOCUMENT_MAX_AGE, change));
}
