import type { Endpoint } from '@drawbridge/core';
import type { SigningPreference } from '../exchange-options.ts';
import { certifiedKeys, signingKids } from './certified-keys.ts';
import { documentEndpoint, type DocumentOptions } from './document-endpoint.ts';

interface JwksOptions extends DocumentOptions {
  readonly withCertificates?: boolean | undefined;
  readonly signing?: SigningPreference | undefined;
}

/** The public keys: those that sign, those that will, and those that did (RFC 7517 section 5). */
export function jwksEndpoint({ withCertificates, signing, ...options }: JwksOptions): Endpoint {
  return documentEndpoint('application/jwk-set+json', options, async (keys) =>
    withCertificates === true
      ? { keys: await certifiedKeys(keys, signingKids(options.keyRing, signing?.default)) }
      : { keys },
  );
}
