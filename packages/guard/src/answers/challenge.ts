import { quotable } from '@drawbridge/core';

/** Parameters of a challenge; what is `undefined` is left out. */
export interface ChallengeParameters {
  readonly realm?: string | undefined;
  readonly error?: string | undefined;
  readonly error_description?: string | undefined;
  /** Scopes, separated by spaces. */
  readonly scope?: string | undefined;
  /** Address of the metadata of the resource (RFC 9728 section 5.1). */
  readonly resource_metadata?: string | undefined;
}

/**
 * Writes the value of `WWW-Authenticate` (RFC 6750 section 3): the scheme, and each parameter as a quoted string.
 * What a parameter there may not have, whoever it is from, becomes an apostrophe: it can end neither the
 * string nor the header field.
 */
export function bearerChallenge(parameters: ChallengeParameters): string {
  const { realm, error, error_description, scope, resource_metadata } = parameters;
  const written = Object.entries({ realm, error, error_description, scope, resource_metadata })
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}="${quotable(String(value))}"`);
  return written.length === 0 ? 'Bearer' : `Bearer ${written.join(', ')}`;
}
