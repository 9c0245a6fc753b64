import type { Endpoint } from '@drawbridge/core';
import { documentEndpoint, type DocumentOptions } from './document-endpoint.ts';

/** The public keys: those that sign, those that will, and those that did (RFC 7517 section 5). */
export function jwksEndpoint(options: DocumentOptions): Endpoint {
  return documentEndpoint('application/jwk-set+json', options, (keys) => ({ keys }));
}
