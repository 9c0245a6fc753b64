import type { Endpoint, KeyRing } from '@drawbridge/core';
import { documentReply } from './document-reply.ts';

/** The public keys: those that sign, those that will, and those that did (RFC 7517 section 5). */
export function jwksEndpoint({ keyRing }: { readonly keyRing: KeyRing }): Endpoint {
  return () => documentReply('application/jwk-set+json', { keys: keyRing.publicKeys() });
}
