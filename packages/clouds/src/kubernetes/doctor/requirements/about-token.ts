import type { Requirements } from '../../../doctor/requirement.ts';
import { SOURCES } from '../sources.ts';

const { accounts, authenticator, docs, keySet, signing, structured, verifier } = SOURCES;

/** What is asked of a token. */
export const TOKEN_REQUIREMENTS = {
  'token-algorithm': {
    says: 'A token is signed with RS256, RS384, RS512, ES256, ES384, ES512, PS256, PS384 or PS512.',
    answers: ['401 Unauthorized'],
    sources: [docs, structured, authenticator],
  },
  'flags-algorithm': {
    says: 'With the flags RS256 alone is taken, where --oidc-signing-algs does not say more.',
    sources: [docs, authenticator],
  },
  'token-kid': {
    says: 'A token is verified by the keys with its kid, and by every key where it names none.',
    sources: [keySet],
  },
  'token-signature': {
    says: 'A key of the JWK Set made the signature.',
    answers: ['401 Unauthorized'],
    sources: [docs, keySet],
  },
  'token-claims': {
    says: 'A token has iss, aud, exp and the claim of the user name.',
    answers: ['401 Unauthorized'],
    sources: [docs],
  },
  'token-issuer': {
    says: 'The iss of a token is the URL of an issuer, letter by letter; of Google it may be without its scheme.',
    answers: ['401 Unauthorized'],
    sources: [docs, verifier],
  },
  'token-ended': {
    says: 'The exp of a token is to come: no time is added.',
    answers: ['401 Unauthorized'],
    sources: [verifier],
  },
  'token-begun': {
    says: 'The nbf of a token is no more than a minute ahead; iat is not looked at.',
    answers: ['401 Unauthorized'],
    sources: [verifier],
  },
  'claims-form': {
    says: 'The claims iss, sub, nonce and at_hash are texts, aud is a text or a list of texts, and times are numbers.',
    answers: ['401 Unauthorized'],
    sources: [verifier],
  },
  'claims-names': {
    says: 'Names of registered claims are read without regard to case, so that Sub may be taken for sub.',
    sources: [verifier],
  },
  'groups-elsewhere': {
    says: 'Groups that _claim_names says are elsewhere are fetched from there.',
    sources: [authenticator],
  },
  'names-reserved': {
    says: 'Names that begin with system: are those of Kubernetes itself: a prefix or a rule keeps tokens from having them.',
    sources: [docs],
  },
  'service-account-header': {
    says: 'The header of a service account token has alg, kid and typ alone, and alg is RS256, ES256, ES384 or ES512.',
    sources: [signing],
  },
  'service-account-lifetime': {
    says: 'A service account token lives 600 seconds or more.',
    sources: [signing, accounts],
  },
} as const satisfies Requirements;
