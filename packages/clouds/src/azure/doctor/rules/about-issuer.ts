import { isHttps, isPublic, issuerLength } from '../../../doctor/checks/about-address.ts';
import {
  hasKeys,
  hasLists,
  isServed,
  namesIssuer,
  namesKeys,
} from '../../../doctor/checks/about-documents.ts';
import { isPubliclyTrusted, lasts } from '../../../doctor/checks/about-tls.ts';
import { passedByTrust } from '../../../doctor/left-to-trust.ts';
import { LIMITS } from '../../evaluate/limits.ts';
import { hasNoSpaces, isForeign } from '../judges/issuer.ts';
import { areForSignatures, areKept, isKept } from '../judges/keys.ts';
import type { AzureRule } from './azure-rule.ts';

/** What is looked at of an issuer, and of what it publishes. */
export const ISSUER_RULES: readonly AzureRule[] = [
  {
    id: 'issuer-https',
    of: ['documents-public'],
    about: 'address',
    level: 'error',
    wanted: 'an issuer by https',
    judge: isHttps,
  },
  {
    id: 'issuer-public',
    of: ['documents-public'],
    about: 'address',
    level: 'error',
    wanted: 'an issuer that the public internet reaches',
    judge: isPublic,
  },
  {
    id: 'issuer-length',
    of: ['issuer-length'],
    about: 'address',
    level: 'error',
    wanted: 'an issuer of 600 characters at most',
    judge: issuerLength(LIMITS.text),
  },
  {
    id: 'issuer-spaces',
    of: ['issuer-spaces'],
    about: 'address',
    level: 'error',
    wanted: 'an iss without a space before or after it',
    judge: hasNoSpaces,
  },
  {
    id: 'issuer-foreign',
    of: ['issuer-foreign'],
    about: 'address',
    level: 'asked',
    wanted: 'an issuer that is not Entra',
    judge: passedByTrust(isForeign),
  },
  {
    id: 'tls-trusted',
    of: ['documents-public'],
    about: 'tls',
    level: 'error',
    wanted: 'a certificate of a public authority for this name, in time',
    judge: isPubliclyTrusted,
  },
  {
    id: 'tls-lasts',
    of: ['documents-public'],
    about: 'tls',
    level: 'warning',
    wanted: 'a certificate that lasts two weeks more',
    judge: lasts,
  },
  {
    id: 'discovery-served',
    of: ['documents-public'],
    about: 'discovery',
    level: 'error',
    wanted: 'the discovery document, with HTTP status 200',
    judge: isServed('discovery'),
  },
  {
    id: 'discovery-issuer',
    of: ['discovery-members'],
    about: 'discovery',
    level: 'warning',
    wanted: 'the discovery document of this issuer, letter by letter',
    judge: namesIssuer,
  },
  {
    id: 'discovery-jwks-uri',
    of: ['discovery-members'],
    about: 'discovery',
    level: 'error',
    wanted: 'jwks_uri, an address by https',
    judge: namesKeys,
  },
  {
    id: 'discovery-members',
    of: ['discovery-members'],
    about: 'discovery',
    level: 'warning',
    wanted:
      'the lists response_types_supported, subject_types_supported and id_token_signing_alg_values_supported',
    judge: hasLists([
      'response_types_supported',
      'subject_types_supported',
      'id_token_signing_alg_values_supported',
    ]),
  },
  {
    id: 'jwks-served',
    of: ['documents-public'],
    about: 'keys',
    level: 'error',
    wanted: 'the JWK Set, with HTTP status 200',
    judge: isServed('jwks'),
  },
  {
    id: 'keys-some',
    of: ['key-published'],
    about: 'keys',
    level: 'error',
    wanted: 'one key at least',
    judge: hasKeys,
  },
  {
    id: 'keys-count',
    of: ['keys-first-hundred'],
    about: 'keys',
    level: 'warning',
    wanted: '100 keys for signatures at most',
    judge: areKept,
  },
  {
    id: 'key-kept',
    of: ['keys-first-hundred'],
    about: 'keys',
    level: 'error',
    wanted: 'the key that signs among the first 100',
    judge: isKept,
  },
  {
    id: 'key-use',
    of: ['key-use'],
    about: 'keys',
    level: 'warning',
    wanted: 'the use "sig" of the key that signs',
    judge: areForSignatures,
  },
];
