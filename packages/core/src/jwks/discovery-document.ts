import { type JsonObject, parseJsonObject } from '../encoding/json.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { FetchDocument } from './documents.ts';

const MAX_BYTES = 64 * 1024;

/** Where an issuer's discovery document is, after the issuer (OpenID Connect Discovery 1.0 section 4). */
export const DISCOVERY_PATH = '/.well-known/openid-configuration';

/** The address of an issuer's discovery document, unless it is said to be elsewhere. */
export function discoveryUrlOf(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}${DISCOVERY_PATH}`;
}

/**
 * Fetches a discovery document. Whose it is, is for the caller to judge.
 *
 * @throws {DrawbridgeError} `upstream_invalid` for what is no JSON object; what the fetch throws
 */
export async function fetchDiscovery(url: string, fetch: FetchDocument): Promise<JsonObject> {
  const { status, body } = await fetch(url, { accept: 'application/json', maxBytes: MAX_BYTES });
  if (status !== 200) throw invalid(`${url} answered with HTTP status ${status}`);
  const document = parseJsonObject(body);
  if (document === undefined) throw invalid(`${url} is not a JSON object`);
  return document;
}

function invalid(detail: string): DrawbridgeError {
  return new DrawbridgeError('upstream_invalid', {
    detail,
    hint: `Is this the address of the discovery document? Most end with ${DISCOVERY_PATH}, after the issuer.`,
  });
}
