import type { Requirements } from '../../../doctor/requirement.ts';
import { SOURCES } from '../sources.ts';

const { algorithms, api, docs, keySet, login, remoteKeys, validator } = SOURCES;

/** What is asked of a token. */
export const TOKEN_REQUIREMENTS = {
  'token-algorithm': {
    says: 'A token is signed with RS256, RS384, RS512, ES256, ES384, ES512, PS256, PS384, PS512 or EdDSA, or with one of jwt_supported_algs where that is set.',
    sources: [api, login],
  },
  'token-algorithm-pss': {
    says: 'Some versions of OpenBao take PS256, PS384 and PS512 where jwt_supported_algs names them alone.',
    sources: [algorithms],
  },
  'token-kid': {
    says: 'A token is verified by the fetched keys with its kid, and by every key where it names none or where keys were given.',
    sources: [remoteKeys, keySet],
  },
  'token-signature': {
    says: 'One of the keys made the signature.',
    answers: [
      'error verifying token signature: no known key successfully validated the token signature',
    ],
    sources: [docs, validator],
  },
  'token-issuer': {
    says: 'The iss of a token is bound_issuer, letter by letter, where that is set.',
    answers: ['invalid issuer (iss) claim'],
    sources: [api, validator],
  },
  'claims-form': {
    says: 'The claims iss, sub and jti are texts, aud is a text or a list of texts, and times are numbers.',
    sources: [validator],
  },
  'claims-names': {
    says: 'Names of registered claims are read without regard to case in one place, and letter by letter in another.',
    sources: [validator],
  },
  'times-some': {
    says: 'A token has one of exp, nbf and iat at least.',
    sources: [validator],
  },
  'times-skew': {
    says: 'On exp, nbf and iat 60 seconds are added, or clock_skew_leeway.',
    answers: [
      'invalid expiration time (exp) claim: token is expired',
      'invalid not before (nbf) claim: token not yet valid',
      'invalid issued at (iat) claim: token issued in the future',
    ],
    sources: [api, validator],
  },
  'times-missing': {
    says: 'Without exp a token ends 150 seconds (expiration_leeway) after it began; with exp alone it begins 150 seconds (not_before_leeway) before that.',
    sources: [validator, api],
  },
} as const satisfies Requirements;
