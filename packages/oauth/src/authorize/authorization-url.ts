import { DrawbridgeError } from '@drawbridge/core';

/** Whoever could set these could have a sign-in answered to somebody else, or by another. */
export const OWN_PARAMETERS: ReadonlySet<string> = new Set([
  'client_id',
  'client_secret',
  'code_challenge',
  'code_challenge_method',
  'nonce',
  'redirect_uri',
  'request',
  'request_uri',
  'response_mode',
  'response_type',
  'scope',
  'state',
]);

/**
 * The address that a browser is sent to (RFC 6749 section 4.1.1). A query that the endpoint has already is kept, as
 * section 3.1 demands, but for parameters that we set.
 *
 * @param extra - parameters of the provider's own
 * @throws {DrawbridgeError} `sign_in_unavailable` for an extra parameter that is ours to set
 */
export function authorizationUrl(
  endpoint: string,
  ours: Readonly<Record<string, string | undefined>>,
  extra: Readonly<Record<string, string>> = {},
): string {
  const url = new URL(endpoint);
  for (const [name, value] of Object.entries(extra)) {
    if (OWN_PARAMETERS.has(name) || ours[name] !== undefined) {
      throw new DrawbridgeError('sign_in_unavailable', {
        detail: `${name} cannot be given as an extra parameter: the sign-in sets it itself`,
        hint: 'Leave it out, or use the option that there is for it.',
      });
    }
    url.searchParams.set(name, value);
  }
  for (const name of OWN_PARAMETERS) url.searchParams.delete(name);
  for (const [name, value] of Object.entries(ours)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}
