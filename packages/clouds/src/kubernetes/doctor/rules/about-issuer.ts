import { isHttps, isPlainUrl } from '../../../doctor/checks/about-address.ts';
import {
  answersWithin,
  hasKeys,
  isServedThere,
  namesIssuer,
  namesKeysAnyhow,
} from '../../../doctor/checks/about-documents.ts';
import { lasts } from '../../../doctor/checks/about-tls.ts';
import { isReached, isTrustedByServer } from '../judges/issuer.ts';
import { areFetchedSoon, areReadable } from '../judges/keys.ts';
import type { KubernetesRule } from './kubernetes-rule.ts';

/** What is looked at of an issuer, and of what it publishes. */
export const ISSUER_RULES: readonly KubernetesRule[] = [
  {
    id: 'issuer-https',
    of: ['issuer-https'],
    about: 'address',
    level: 'error',
    wanted: 'an issuer by https',
    judge: isHttps,
  },
  {
    id: 'issuer-plain',
    of: ['issuer-plain'],
    about: 'address',
    level: 'error',
    wanted: 'an issuer without a query, a fragment or user information',
    judge: isPlainUrl,
  },
  {
    id: 'issuer-reached',
    of: ['documents-reached', 'discovery-url'],
    about: 'address',
    level: 'asked',
    wanted: 'documents that the API server reaches, public or not',
    judge: isReached,
  },
  {
    id: 'tls-trusted',
    of: ['tls-authority'],
    about: 'tls',
    level: 'error',
    wanted: 'a certificate for this name, in time, of an authority that the API server knows',
    judge: isTrustedByServer,
  },
  {
    id: 'tls-lasts',
    of: ['tls-authority'],
    about: 'tls',
    level: 'warning',
    wanted: 'a certificate that lasts two weeks more',
    judge: lasts,
  },
  {
    id: 'discovery-served',
    of: ['documents-served'],
    about: 'discovery',
    level: 'error',
    wanted: 'the discovery document, with HTTP status 200',
    judge: isServedThere('discovery', 'the API server'),
  },
  {
    id: 'discovery-issuer',
    of: ['discovery-issuer'],
    about: 'discovery',
    level: 'error',
    wanted: 'the discovery document of this issuer, letter by letter',
    judge: namesIssuer,
  },
  {
    id: 'discovery-jwks-uri',
    of: ['discovery-jwks-uri'],
    about: 'discovery',
    level: 'error',
    wanted: 'jwks_uri, an address by https',
    judge: namesKeysAnyhow,
  },
  {
    id: 'answer-time',
    of: ['answer-time'],
    about: 'discovery',
    level: 'warning',
    wanted: 'both documents within 30 s of the API server: 8 s from here',
    judge: answersWithin(8000),
  },
  {
    id: 'jwks-served',
    of: ['documents-served'],
    about: 'keys',
    level: 'error',
    wanted: 'the JWK Set, with HTTP status 200',
    judge: isServedThere('jwks', 'the API server'),
  },
  {
    id: 'keys-some',
    of: ['keys-some'],
    about: 'keys',
    level: 'error',
    wanted: 'one key at least',
    judge: hasKeys,
  },
  {
    id: 'keys-readable',
    of: ['keys-readable'],
    about: 'keys',
    level: 'error',
    wanted: 'RSA, EC and Ed25519 keys alone, each whole',
    judge: areReadable,
  },
  {
    id: 'keys-kept',
    of: ['keys-kept'],
    about: 'keys',
    level: 'warning',
    wanted: 'keys that are kept for an hour at most',
    judge: areFetchedSoon,
  },
];
