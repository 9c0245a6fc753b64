import { hasKeys, isServedThere, namesKeysAnyhow } from '../../../doctor/checks/about-documents.ts';
import { everyKey } from '../../../doctor/checks/about-keys.ts';
import { lasts } from '../../../doctor/checks/about-tls.ts';
import { goKeyFault } from '../../../doctor/measure/go-key-fault.ts';
import { areKept, isWellFormed } from '../judges/configuration.ts';
import {
  isAskedByHttps,
  isReached,
  isTrustedByVault,
  namesPlace,
  ofDiscovery,
  ofFetched,
} from '../judges/places.ts';
import type { VaultRule } from './vault-rule.ts';

/** What is looked at of an issuer, or of where Vault was told that its keys are. */
export const KEY_RULES: readonly VaultRule[] = [
  {
    id: 'asked-by-https',
    of: ['documents-plain'],
    about: 'address',
    level: 'asked',
    wanted: 'documents over https',
    judge: ofFetched(isAskedByHttps),
  },
  {
    id: 'issuer-reached',
    of: ['documents-reached'],
    about: 'address',
    level: 'asked',
    wanted: 'documents that Vault reaches, public or not',
    judge: ofFetched(isReached),
  },
  {
    id: 'tls-trusted',
    of: ['tls-authority'],
    about: 'tls',
    level: 'error',
    wanted: 'a certificate for this name, in time, of an authority that Vault knows',
    judge: ofFetched(isTrustedByVault),
  },
  {
    id: 'tls-lasts',
    of: ['tls-authority'],
    about: 'tls',
    level: 'warning',
    wanted: 'a certificate that lasts two weeks more',
    judge: ofFetched(lasts),
  },
  {
    id: 'discovery-served',
    of: ['documents-served'],
    about: 'discovery',
    level: 'error',
    wanted: 'the discovery document, with HTTP status 200',
    judge: ofDiscovery(isServedThere('discovery', 'Vault')),
  },
  {
    id: 'discovery-issuer',
    of: ['discovery-issuer'],
    about: 'discovery',
    level: 'error',
    wanted: 'the discovery document of oidc_discovery_url, letter by letter',
    judge: ofDiscovery(namesPlace),
  },
  {
    id: 'discovery-jwks-uri',
    of: ['discovery-jwks-uri'],
    about: 'discovery',
    level: 'error',
    wanted: 'jwks_uri, an address by https',
    judge: ofDiscovery(namesKeysAnyhow),
  },
  {
    id: 'jwks-served',
    of: ['documents-served'],
    about: 'keys',
    level: 'error',
    wanted: 'the JWK Set, with HTTP status 200',
    judge: ofFetched(isServedThere('jwks', 'Vault')),
  },
  {
    id: 'keys-some',
    of: ['keys-some'],
    about: 'keys',
    level: 'error',
    wanted: 'one key at least',
    judge: ofFetched(hasKeys),
  },
  {
    id: 'keys-readable',
    of: ['keys-readable'],
    about: 'keys',
    level: 'warning',
    wanted: 'RSA, EC and Ed25519 keys alone, each whole',
    judge: ofFetched(
      everyKey(
        goKeyFault,
        'Take the key out of the JWK Set or correct it: with it there Vault may read none of the others.',
      ),
    ),
  },
  {
    id: 'keys-remembered',
    of: ['keys-remembered'],
    about: 'keys',
    level: 'asked',
    wanted: 'keys that are as new as those of the issuer',
    judge: areKept,
  },
  {
    id: 'configuration',
    of: ['keys-one-place', 'discovery-base', 'keys-given', 'keys-pairs'],
    about: 'trust',
    level: 'error',
    wanted: 'one place for keys',
    judge: isWellFormed,
  },
];
