import { discoveryUrlOf } from '@drawbridge/core';
import type { Documents } from '../../doctor/relying-party.ts';
import { documentsOf } from '../evaluate/documents-of.ts';
import type { VaultTrust } from '../evaluate/vault-trust.ts';
import { keyOfPem } from './key-of-pem.ts';

/** Where Vault was told to find keys. Of several JWK Sets none is looked at. */
export function documentsOfVault(trust: VaultTrust): Documents {
  const { discoveryUrl, jwksUrl, ca, keys } = documentsOf(trust);
  if (keys !== undefined) {
    const jwks = { keys: keys.flatMap((pem) => keyOfPem(pem.trim()) ?? []) };
    return { jwks, ignoresKid: true };
  }
  if (discoveryUrl !== undefined) {
    return { discoveryUrl: discoveryUrlOf(discoveryUrl), ca };
  }
  return jwksUrl === undefined ? {} : { jwksUrl, ca };
}
