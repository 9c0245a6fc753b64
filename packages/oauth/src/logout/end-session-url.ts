/** What a provider is told when a person signs out. */
export interface EndSessionRequest {
  /** Default: only the ID token says whose it is. */
  readonly clientId?: string | undefined;
  /** An ID token of the session, by which the provider knows which one it is, and need not ask. */
  readonly idTokenHint?: string | undefined;
  /** Where the browser goes afterwards. It is registered with the provider. Default: it stays there. */
  readonly postLogoutRedirectUri?: string | undefined;
  /** Comes back with the browser. Default: nothing does. */
  readonly state?: string | undefined;
}

/** Characters. Servers take some 8,000 of an address: better that the provider asks than that it answers nothing at all. */
const MAX_HINT = 6_000;

/**
 * The address that a browser is sent to, to sign a person out at the provider too (OpenID Connect RP-Initiated Logout 1.0
 * section 2). A query that the endpoint has already is kept, but for parameters that are ours to set. An ID token that is too
 * long for an address is left out.
 *
 * @param endpoint - `endSessionEndpoint` of the provider
 */
export function endSessionUrl(endpoint: string, request: EndSessionRequest): string {
  const { clientId, idTokenHint, postLogoutRedirectUri, state } = request;
  const url = new URL(endpoint);
  const parameters = {
    client_id: clientId,
    id_token_hint:
      idTokenHint !== undefined && idTokenHint.length <= MAX_HINT ? idTokenHint : undefined,
    post_logout_redirect_uri: postLogoutRedirectUri,
    state,
  };
  for (const [name, value] of Object.entries(parameters)) {
    // What is not asked for may be in the address of the endpoint, as `client_id` is of some providers.
    if (value === undefined && name !== 'id_token_hint') continue;
    url.searchParams.delete(name);
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}
