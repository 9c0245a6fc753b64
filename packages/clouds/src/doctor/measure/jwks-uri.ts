import { documentUrlFault, type JsonObject, member } from '@drawbridge/core';

/**
 * Where a discovery document has its keys.
 *
 * @returns `undefined` where that is no address from which keys may be taken
 */
export function jwksUriOf(document: JsonObject): string | undefined {
  const uri = member(document, 'jwks_uri');
  return typeof uri === 'string' && documentUrlFault(uri) === undefined ? uri : undefined;
}
