import { isHttps, isPublic } from '../../../doctor/checks/about-address.ts';
import {
  hasKeys,
  hasLists,
  isServed,
  namesIssuer,
  namesKeys,
} from '../../../doctor/checks/about-documents.ts';
import { haveKid } from '../../../doctor/checks/about-signing-keys.ts';
import { isPubliclyTrusted, lasts } from '../../../doctor/checks/about-tls.ts';
import { fetched } from '../judges/fetched.ts';
import { areOfKnownType, areOnCurve, canBeUploaded } from '../judges/keys.ts';
import type { GcpRule } from './gcp-rule.ts';

/** What is looked at of an issuer, and of what it publishes, or what of it was uploaded. */
export const ISSUER_RULES: readonly GcpRule[] = [
  {
    id: 'issuer-https',
    of: ['issuer-https'],
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
    wanted: 'an issuer that the public internet reaches, or uploaded keys',
    judge: fetched(isPublic),
  },
  {
    id: 'tls-trusted',
    of: ['tls-authority'],
    about: 'tls',
    level: 'error',
    wanted: 'a certificate of a public authority for this name, in time',
    judge: fetched(isPubliclyTrusted),
  },
  {
    id: 'tls-lasts',
    of: ['tls-authority'],
    about: 'tls',
    level: 'warning',
    wanted: 'a certificate that lasts two weeks more',
    judge: fetched(lasts),
  },
  {
    id: 'discovery-served',
    of: ['documents-public', 'discovery-place'],
    about: 'discovery',
    level: 'error',
    wanted: 'the discovery document, with HTTP status 200',
    judge: fetched(isServed('discovery')),
  },
  {
    id: 'discovery-issuer',
    of: ['discovery-form'],
    about: 'discovery',
    level: 'warning',
    wanted: 'the discovery document of this issuer, letter by letter',
    judge: fetched(namesIssuer),
  },
  {
    id: 'discovery-jwks-uri',
    of: ['jwks-https'],
    about: 'discovery',
    level: 'error',
    wanted: 'jwks_uri, an address by https',
    judge: fetched(namesKeys),
  },
  {
    id: 'discovery-members',
    of: ['discovery-form'],
    about: 'discovery',
    level: 'warning',
    wanted:
      'the lists response_types_supported, subject_types_supported and id_token_signing_alg_values_supported',
    judge: fetched(
      hasLists([
        'response_types_supported',
        'subject_types_supported',
        'id_token_signing_alg_values_supported',
      ]),
    ),
  },
  {
    id: 'jwks-served',
    of: ['documents-public'],
    about: 'keys',
    level: 'error',
    wanted: 'the JWK Set, with HTTP status 200',
    judge: fetched(isServed('jwks')),
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
    id: 'key-type',
    of: ['key-types'],
    about: 'keys',
    level: 'error',
    wanted: 'a key of the type RSA or EC',
    judge: areOfKnownType,
  },
  {
    id: 'key-kid',
    of: ['token-kid'],
    about: 'keys',
    level: 'error',
    wanted: 'a kid in the key, by which a token names it',
    judge: haveKid,
  },
  {
    id: 'keys-uploaded',
    of: ['keys-uploaded', 'keys-uploaded-count', 'keys-uploaded-members'],
    about: 'keys',
    level: 'error',
    wanted: 'no uploaded keys, or eight at most, with kty, alg, use, kid, n, e, x, y and crv alone',
    judge: canBeUploaded,
  },
  {
    id: 'keys-uploaded-curve',
    of: ['key-curve'],
    about: 'keys',
    level: 'warning',
    wanted: 'no uploaded keys but RSA and P-256',
    judge: areOnCurve,
  },
];
