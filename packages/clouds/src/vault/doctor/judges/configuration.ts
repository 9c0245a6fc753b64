import { quote } from '@drawbridge/core';
import { failed, type Outcome, passed, unknown } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';
import type { VaultTrust } from '../../evaluate/vault-trust.ts';
import { keyOfPem } from '../key-of-pem.ts';
import { placeOf, READ_CONFIG } from './places.ts';

type VaultScene = Scene<VaultTrust>;

/** Where keys come from is said in a way that Vault takes. */
export function isWellFormed(scene: VaultScene): Outcome {
  const place = placeOf(scene);
  switch (place?.kind) {
    case undefined:
      return unknown(
        'where Vault gets keys was not told, and the documents of the issuer were looked at',
        `Give {"config": …, "role": …} by --trust, with what ${READ_CONFIG} prints.`,
      );
    case 'discovery':
      return place.url.includes('/.well-known/')
        ? failed(
            `oidc_discovery_url is ${quote(place.url)}`,
            'Leave /.well-known/openid-configuration out: Vault adds it.',
          )
        : passed(`oidc_discovery_url is ${quote(place.url)}`);
    case 'jwks':
      return passed(
        `jwks_url is ${place.places
          .map(({ url }) => quote(url))
          .slice(0, 4)
          .join(', ')}`,
      );
    case 'keys': {
      const odd = place.pems.findIndex((pem) => keyOfPem(pem.trim()) === undefined);
      return odd === -1
        ? passed(`${place.pems.length} keys of jwt_validation_pubkeys`)
        : failed(
            `key ${odd + 1} of jwt_validation_pubkeys is no PEM of an RSA or ECDSA key`,
            'Give public keys, or their certificates, in PEM.',
          );
    }
    case 'provider':
      return passed('a provider finds the keys');
  }
}

/** Keys that Vault has kept since. */
export function areKept(scene: VaultScene): Outcome {
  if (placeOf(scene)?.kind === 'keys') return passed('Vault was given keys: it keeps no others');
  return unknown(
    'which keys Vault has fetched and kept is not known from here',
    'Where a key was taken back, write the configuration again (vault write auth/jwt/config …): it forgets all keys then.',
  );
}
