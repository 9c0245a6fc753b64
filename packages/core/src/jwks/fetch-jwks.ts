import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { FetchDocument } from './documents.ts';
import type { LoadedJwks } from './load-jwks.ts';

/** RFC 9110 section 8.8.3. What is longer or looks otherwise is not worth sending back. */
const ENTITY_TAG = /^(?:W\/)?"[\x21\x23-\x7e]{0,200}"$/;

/**
 * Fetches a JWK Set.
 *
 * @param etag - of the JWK Set at hand, which must have come from this very address
 * @throws {DrawbridgeError} `upstream_invalid` for any status but 200, and 304 where an ETag
 *   was sent; what the fetch throws
 */
export async function fetchJwks(
  address: string,
  fetch: FetchDocument,
  maxBytes: number,
  etag: string | undefined,
): Promise<LoadedJwks> {
  const answer = await fetch(address, {
    accept: 'application/jwk-set+json, application/json;q=0.9',
    maxBytes,
    ...(etag !== undefined && { ifNoneMatch: etag }),
  });
  if (answer.status === 304 && etag !== undefined) return 'unchanged';
  if (answer.status !== 200) {
    throw new DrawbridgeError('upstream_invalid', {
      detail: `${address} answered with HTTP status ${answer.status}`,
    });
  }
  const known = answer.etag !== undefined && ENTITY_TAG.test(answer.etag);
  return { origin: address, bytes: answer.body, ...(known && { etag: answer.etag }) };
}
