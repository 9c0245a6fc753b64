import { member, parseJsonObject } from '@drawbridge/core';
import { type FetchByToken, getByToken } from '../get-by-token.ts';
import { isPrintable } from '../token-answer.ts';
import type { ClientManagement, RegisteredClient } from './registered-client.ts';

/** How a client is looked up. */
export interface ClientLookUp {
  /** `tokens()` of the HTTP client of `@drawbridge/node` is such a `fetch`. */
  readonly fetch: FetchByToken;
  /** Milliseconds. Default: 3,000. */
  readonly timeout?: number;
}

/** A client that can be looked up. */
export type ManagedClient = Required<Pick<RegisteredClient, 'clientId' | 'management'>>;

/** What a provider says of a client that it once made. */
export type ClientStanding =
  /** It is there. @property management - to be kept from now on: the token may be another */
  | { readonly kind: 'known'; readonly management: ClientManagement }
  /** It is not there, or whoever asks has no part in it any more. */
  | { readonly kind: 'unknown' }
  /** Nobody could tell. */
  | { readonly kind: 'untold' };

/** Milliseconds. */
const TIMEOUT = 3_000;
/** A token that is not taken and a client that is gone (RFC 7592 section 2.1), as providers put it. */
const GONE: ReadonlySet<number> = new Set([401, 403, 404]);

/**
 * Asks a provider whether it knows a client that it made (RFC 7592 section 2.1). A page of errors, in the browser of a
 * person who waits, is what an unknown client ends at without that.
 *
 * It throws nothing: who cannot be asked says nothing of the client.
 */
export async function lookUpClient(
  { clientId, management: { url, accessToken } }: ManagedClient,
  { fetch, timeout = TIMEOUT }: ClientLookUp,
): Promise<ClientStanding> {
  try {
    const { response, body } = await getByToken({ url, accessToken, fetch, timeout });
    if (GONE.has(response.status)) return { kind: 'unknown' };
    const members = response.status === 200 ? parseJsonObject(body) : undefined;
    // RFC 7592 section 3: it must be this client's. What is told of another is not for this one.
    if (members === undefined || member(members, 'client_id') !== clientId) {
      return { kind: 'untold' };
    }
    // RFC 7592 section 3: a new one takes the place of the one before.
    const next = member(members, 'registration_access_token');
    const token = typeof next === 'string' && isPrintable(next) ? next : accessToken;
    return { kind: 'known', management: { url, accessToken: token } };
  } catch {
    return { kind: 'untold' };
  }
}
