import {
  DrawbridgeError,
  hasDuplicateMembers,
  type JsonObject,
  decodeUtf8,
  member,
  parseJsonObject,
} from '@drawbridge/core';
import type { EndpointWords } from '../endpoint-words.ts';
import { type FetchByToken, getByToken } from '../get-by-token.ts';
import { requireSafe } from '../require-safe.ts';

/** What a provider is asked for. */
export interface UserInfoRequest {
  /** Address of the UserInfo endpoint. */
  readonly url: string;
  /** Of the same answer as the ID token. */
  readonly accessToken: string;
  /** `sub` of the ID token that was verified. */
  readonly subject: string;
  /** `tokens()` of the HTTP client of `@drawbridge/node` is such a `fetch`. */
  readonly fetch: FetchByToken;
  /** Milliseconds. Default: 5,000. */
  readonly timeout?: number;
}

const USERINFO_ENDPOINT: EndpointWords = {
  name: 'UserInfo endpoint',
  oneOf: 'a UserInfo endpoint',
  recognised: 'The discovery document of its issuer has it as userinfo_endpoint.',
};

/** Milliseconds: a person waits. */
const TIMEOUT = 5_000;

/**
 * Asks a provider for what it tells of a person beside the ID token (OpenID Connect Core 1.0 section 5.3). What is answered counts
 * only for the same `sub` (section 5.3.2), else another person's token was put in the place of this one. It is at most 256 KiB, and no redirect is followed. A signed
 * or encrypted answer is not read: it comes only to clients that are registered for it.
 *
 * @throws {DrawbridgeError} `upstream_invalid` for what is no such answer; `token_endpoint_wrong` for an address that no token may
 *   be sent to; what `fetch` throws
 */
export async function requestUserInfo(request: UserInfoRequest): Promise<JsonObject> {
  const claims = await requestProfile(request);
  if (member(claims, 'sub') === request.subject) return claims;
  throw otherSubject(request.url);
}

/** The fault of an answer that is of another person than the ID token. */
export function otherSubject(url: string): DrawbridgeError {
  return invalid(
    `${url} told of somebody else than the ID token: its sub is another, or missing`,
    'Nothing of it was used. Ask whoever runs the provider.',
  );
}

/**
 * Asks who an access token is of, at a server that may be none of OpenID Connect: whose it is, is for the caller to judge.
 *
 * @throws {DrawbridgeError} as {@link requestUserInfo}
 */
export async function requestProfile(
  request: Omit<UserInfoRequest, 'subject'>,
): Promise<JsonObject> {
  const { url, accessToken, fetch, timeout = TIMEOUT } = request;
  requireSafe(url, USERINFO_ENDPOINT);
  const { response, body } = await getByToken({ url, accessToken, fetch, timeout });
  const { status } = response;
  const type = response.headers.get('content-type')?.toLowerCase() ?? '';
  if (status !== 200) {
    throw invalid(
      `${url} answered with status ${status}, and not with what is known of a person`,
      'Ask whoever runs the provider whether its access tokens are for this endpoint; or do without it.',
    );
  }
  if (type.startsWith('application/jwt')) {
    throw invalid(
      `${url} answered with a JWT, and JSON was asked for`,
      'Register the client without userinfo_signed_response_alg and userinfo_encrypted_response_alg.',
    );
  }
  const claims = parseJsonObject(body);
  if (claims === undefined || hasDuplicateMembers(decodeUtf8(body) ?? '', claims)) {
    throw invalid(
      `${url} answered with what is no JSON object, or has a member twice`,
      'Is this the UserInfo endpoint, or did a proxy or a page answer in its place?',
    );
  }
  return claims;
}

function invalid(detail: string, hint: string): DrawbridgeError {
  return new DrawbridgeError('upstream_invalid', { detail, hint });
}
