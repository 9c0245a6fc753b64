import type { Requirements } from '../../../doctor/requirement.ts';
import { SOURCES } from '../sources.ts';

const { assumeRole, azpTrap, conditionKeys, createGuide, ecdsa, oidcGuide, probes } = SOURCES;

/** What is asked of a token. */
export const TOKEN_REQUIREMENTS = {
  'token-length': {
    says: 'A token has 4 to 20,000 characters.',
    answers: ['ValidationError'],
    sources: [assumeRole],
  },
  'token-algorithm': {
    says: 'A token is signed by RS256, RS384, RS512, ES256, ES384 or ES512: not by EdDSA, nor by RSA-PSS.',
    answers: ['InvalidIdentityToken'],
    sources: [assumeRole, ecdsa],
  },
  'token-signature': {
    says: 'A key of the JWK Set made the signature.',
    answers: ['InvalidIdentityToken'],
    sources: [createGuide, assumeRole],
  },
  'token-kid': {
    says: 'A token names its key by kid, unless the JWK Set has a single one.',
    sources: [probes],
  },
  'token-claims': {
    says: 'A token has iss, aud, sub, iat and exp.',
    answers: ['InvalidIdentityToken'],
    sources: [createGuide, probes],
  },
  'times-whole': {
    says: 'Times in a token are whole numbers of seconds: fractions are not taken.',
    answers: ['InvalidIdentityToken'],
    sources: [assumeRole, probes],
  },
  'times-numbers': {
    says: 'Times in a token are numbers; digits in quotation marks are taken, which AWS does not promise.',
    sources: [assumeRole, probes],
  },
  'token-ended': {
    says: 'A token is taken up to five minutes past its exp, and not from then on.',
    answers: ['ExpiredTokenException'],
    sources: [oidcGuide, assumeRole, probes],
  },
  'token-begun': {
    says: 'The iat and the nbf of a token are no more than five minutes ahead.',
    sources: [probes],
  },
  'audience-form': {
    says: 'The aud of a token is a text, or a list of texts.',
    sources: [createGuide, probes],
  },
  'audience-one': {
    says: 'A token with more than one audience needs azp.',
    sources: [probes],
  },
  'audience-azp': {
    says: 'Where a token has azp, that is its audience in place of aud: for the client IDs of the provider, and for the condition key aud.',
    sources: [conditionKeys, azpTrap, probes],
  },
  'subject-length': {
    says: 'STS tells of a subject of 6 to 255 characters; that it takes others is not promised.',
    sources: [assumeRole, probes],
  },
  'subject-private': {
    says: 'CloudTrail shows the sub of a token: it should have nothing that names a person.',
    sources: [assumeRole],
  },
} as const satisfies Requirements;
