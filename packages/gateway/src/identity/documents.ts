import {
  type Clock,
  DOCUMENT_MAX_AGE,
  type Endpoint,
  epochSeconds,
  issuerDocument,
  type KeyRing,
} from '@drawbridge/core';
import { IDENTITY_CLAIMS } from './identity-token.ts';

interface DocumentsOptions {
  /** Origin of the auth host. */
  readonly issuer: string;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

/** The public keys of identity tokens (RFC 7517 section 5). */
export function identityKeys(options: DocumentsOptions): Endpoint {
  return documentEndpoint('application/jwk-set+json', options, () => ({
    keys: options.keyRing.publicKeys(),
  }));
}

/** Where these are, for apps that look for an issuer's keys by its document (OpenID Connect Discovery 1.0 section 4). */
export function identityDiscovery(options: DocumentsOptions): Endpoint {
  const { issuer, keyRing } = options;
  return documentEndpoint('application/json', options, () =>
    issuerDocument({ issuer, algorithms: keyRing.algorithms(), claims: IDENTITY_CLAIMS }),
  );
}

/** A key that joins signs only after the publish delay, which is longer than a document is kept. */
function documentEndpoint(
  contentType: string,
  { keyRing, clock }: DocumentsOptions,
  write: () => object,
): Endpoint {
  return () => {
    const change = keyRing.changesAt() - epochSeconds(clock);
    const maxAge = Math.max(1, Math.min(DOCUMENT_MAX_AGE, change));
    return {
      status: 200,
      headers: [
        ['content-type', contentType],
        ['cache-control', `public, max-age=${maxAge}`],
      ],
      body: JSON.stringify(write()),
    };
  };
}
