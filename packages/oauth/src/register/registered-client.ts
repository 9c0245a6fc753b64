import { type JsonObject, member, quote } from '@drawbridge/core';
import { addressFault } from '../provider/address-fault.ts';
import { isGiven, isPrintable } from '../token-answer.ts';

/** A client that a provider has made. All of it is text, to be kept as it is. */
export interface RegisteredClient {
  readonly clientId: string;
  /** Exactly those that were asked for. */
  readonly redirectUris: readonly string[];
  readonly management?: ClientManagement;
}

/** Where a client can be looked at and removed, by whoever has the token (RFC 7592). One is there with the other. */
export interface ClientManagement {
  readonly url: string;
  /** Secret. */
  readonly accessToken: string;
}

/**
 * Judges the answer to a registration (RFC 7591 section 3.2.1): a provider may register something else than what was
 * asked for, and then says so.
 *
 * @param redirectUris - that were asked for
 * @param source - the endpoint
 * @throws {Error} whose message is fit to be shown
 */
export function toRegisteredClient(
  members: JsonObject,
  redirectUris: readonly string[],
  source: string,
): RegisteredClient {
  const clientId = member(members, 'client_id');
  if (typeof clientId !== 'string' || !isPrintable(clientId)) {
    throw new Error("there is no 'client_id' in it");
  }
  const registered = member(members, 'redirect_uris');
  if (!Array.isArray(registered) || !isSame(registered, redirectUris)) {
    throw new Error("its 'redirect_uris' are not those that were asked for");
  }
  const method = member(members, 'token_endpoint_auth_method') ?? 'none';
  if (method !== 'none') {
    throw new Error(`the client that it made is not public, but proves itself by ${quote(method)}`);
  }
  const management = managementOf(members, source);
  return { clientId, redirectUris, ...(management !== undefined && { management }) };
}

function isSame(some: readonly unknown[], others: readonly string[]): boolean {
  const [one, other] = [new Set(some), new Set<unknown>(others)];
  return one.size === other.size && [...one].every((each) => other.has(each));
}

/** The token goes to the site that gave it, and to no other. */
function managementOf(members: JsonObject, source: string): ClientManagement | undefined {
  const url = member(members, 'registration_client_uri');
  const accessToken = member(members, 'registration_access_token');
  if (!isGiven(url) || !isGiven(accessToken)) return undefined;
  if (typeof accessToken !== 'string' || !isPrintable(accessToken)) {
    throw new Error("its 'registration_access_token' has a character that no token has");
  }
  const fault = typeof url === 'string' ? addressFault(url, source) : 'is no text';
  if (typeof url !== 'string' || fault !== undefined) {
    throw new Error(`its 'registration_client_uri' ${fault}`);
  }
  if (new URL(url).origin !== new URL(source).origin) {
    throw new Error("its 'registration_client_uri' leads to another site");
  }
  return { url: new URL(url).href, accessToken };
}
