import { encodeUtf8 } from '../encoding/utf8.ts';
import type { Reply } from './call.ts';

/** Statuses whose responses have no content (Fetch standard, "null body status"). */
const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * A reply as a `Response` of the Fetch standard.
 *
 * @param method - of the request: a reply to HEAD has no body
 */
export function toResponse({ status, headers, body }: Reply, method: string): Response {
  const fields = new Headers();
  for (const [name, value] of headers) fields.append(name, value);
  const empty = body === null || method === 'HEAD' || WITHOUT_BODY.has(status);
  return new Response(empty ? null : toBytes(body), { status, headers: fields });
}

/** A string would be given a Content-Type that the service did not choose. */
function toBytes(body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return (typeof body === 'string' ? encodeUtf8(body) : body) as Uint8Array<ArrayBuffer>;
}
