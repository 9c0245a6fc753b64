import { DrawbridgeError, member, parseJsonObject } from '@drawbridge/core';
import type { TokenFetch } from '@drawbridge/node';
import { CI_JOB_GRANT, JOB_PARAMETER } from './ci-job-grant.ts';

/** The name and secret of an OAuth client. */
export interface ClientCredentials {
  readonly id: string;
  readonly secret: string;
}

/**
 * Asks a provider's token endpoint for an id_token, as the CI job would.
 *
 * @param job - its id. Default: that of the sample job
 * @throws {DrawbridgeError} `upstream_unreachable`; `upstream_invalid` when the answer holds no token
 */
export async function requestToken(
  endpoint: string,
  client: ClientCredentials,
  fetch: TokenFetch,
  job?: string,
): Promise<string> {
  const reply = await ask(endpoint, client, fetch, job);
  const answer = parseJsonObject(new Uint8Array(await reply.arrayBuffer())) ?? {};
  const idToken = member(answer, 'id_token');
  if (typeof idToken === 'string') return idToken;
  const error = member(answer, 'error');
  throw new DrawbridgeError('upstream_invalid', {
    detail:
      `${endpoint} answered with HTTP status ${reply.status}` +
      (typeof error === 'string' ? ` (${error}) and no id_token` : ' and no id_token'),
  });
}

async function ask(
  endpoint: string,
  { id, secret }: ClientCredentials,
  fetch: TokenFetch,
  job: string | undefined,
): Promise<Response> {
  // RFC 6749 section 2.3.1.
  const credentials = btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`);
  try {
    return await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
        authorization: `Basic ${credentials}`,
      },
      body: new URLSearchParams({
        grant_type: CI_JOB_GRANT,
        ...(job !== undefined && { [JOB_PARAMETER]: job }),
      }),
    });
  } catch (cause) {
    throw new DrawbridgeError('upstream_unreachable', {
      detail: `${endpoint} did not answer`,
      cause,
    });
  }
}
