import { isJsonObject, member, parseJsonObject } from '@drawbridge/core';
import type { HttpClient } from '@drawbridge/node';
import { tokenTypeUrn } from '@drawbridge/oauth';

/** What an exchange made of a token. */
export type Exchanged =
  | { readonly minted: string }
  /** It answered as an exchange does. */
  | { readonly code: string; readonly status: number; readonly says: string }
  /** What answered is no exchange of ours. */
  | { readonly odd: string };

/** How it is asked. */
interface Question {
  /** The token endpoint. */
  readonly endpoint: string;
  readonly token: string;
  readonly audiences: readonly string[];
  /** PEM certificates of the authorities to trust, in place of the system's. */
  readonly ca?: string | undefined;
}

/** Milliseconds. */
const TIMEOUT = 20_000;

/**
 * Asks an exchange once, and tells its own words apart from those of whatever may stand in front of it.
 *
 * @throws {DrawbridgeError} `token_endpoint_unreachable`, `…_timeout`, `…_untrusted`, `…_invalid`
 */
export async function askExchange(
  http: HttpClient,
  { endpoint, token, audiences, ca }: Question,
): Promise<Exchanged> {
  const fetch = http.tokens({
    timeout: TIMEOUT,
    caSetting: '--ca',
    ...(ca !== undefined && { ca }),
  });
  const idToken = tokenTypeUrn('id_token');
  const body = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: token,
    subject_token_type: idToken,
    requested_token_type: idToken,
  });
  for (const audience of audiences) body.append('audience', audience);
  const headers = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
  };
  const response = await fetch(endpoint, { method: 'POST', headers, body });
  return read(response.status, new Uint8Array(await response.arrayBuffer()), response.headers);
}

function read(status: number, body: Uint8Array, headers: Headers): Exchanged {
  const answer = parseJsonObject(body);
  const text = (name: string) => {
    const value = isJsonObject(answer) ? member(answer, name) : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const minted = text('access_token');
  if (status === 200 && minted !== undefined) return { minted };
  const code = text('code');
  if (code !== undefined) return { code, status, says: text('error_description') ?? '' };
  const location = headers.get('location');
  const where = location === null ? '' : `, to ${location}`;
  const type = headers.get('content-type') ?? 'nothing that is told';
  return { odd: `HTTP status ${status}${where}, with ${type} of ${body.length} bytes` };
}
