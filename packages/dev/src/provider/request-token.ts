import { DrawbridgeError, member, parseJsonObject } from '@drawbridge/core';
import { CI_JOB_GRANT } from './ci-job-grant.ts';
import { post, type PostReply } from '../post.ts';

/** The name and secret of an OAuth client. */
export interface ClientCredentials {
  readonly id: string;
  readonly secret: string;
}

/**
 * Asks a provider's token endpoint for an id_token, as the CI job would.
 *
 * @throws {DrawbridgeError} `upstream_unreachable`; `upstream_invalid` when the answer holds no token
 */
export async function requestToken(endpoint: string, client: ClientCredentials): Promise<string> {
  const { status, body } = await ask(endpoint, client);
  const answer = parseJsonObject(body) ?? {};
  const idToken = member(answer, 'id_token');
  if (typeof idToken === 'string') return idToken;
  const error = member(answer, 'error');
  throw new DrawbridgeError('upstream_invalid', {
    detail:
      `${endpoint} answered with HTTP status ${status}` +
      (typeof error === 'string' ? ` (${error}) and no id_token` : ' and no id_token'),
  });
}

async function ask(endpoint: string, client: ClientCredentials): Promise<PostReply> {
  try {
    return await post(endpoint, {
      contentType: 'application/x-www-form-urlencoded',
      accept: 'application/json',
      body: new URLSearchParams({ grant_type: CI_JOB_GRANT }).toString(),
      // RFC 6749 section 2.3.1.
      auth: `${encodeURIComponent(client.id)}:${encodeURIComponent(client.secret)}`,
    });
  } catch (cause) {
    throw new DrawbridgeError('upstream_unreachable', {
      detail: `${endpoint} did not answer`,
      cause,
    });
  }
}
