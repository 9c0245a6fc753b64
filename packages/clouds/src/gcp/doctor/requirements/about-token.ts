import type { Requirements } from '../../../doctor/requirement.ts';
import { SOURCES } from '../sources.ts';

const { actions, guide, lifetime, probes, provider, token, trouble } = SOURCES;

/** What is asked of a token, and of the call that brings it. */
export const TOKEN_REQUIREMENTS = {
  'token-jwt': {
    says: 'A token is a JWT (RFC 7523): opaque tokens are not taken.',
    sources: [token, guide],
  },
  'token-kid': {
    says: 'The header of a token has the kid of the key that signed it.',
    sources: [token],
  },
  'token-algorithm': {
    says: 'A token is signed with RS256 or ES256.',
    sources: [token, guide],
  },
  'token-signature': {
    says: 'A key of the JWK Set made the signature; where none has the kid, Google says that it could not connect to the issuer.',
    answers: ["invalid_grant: Error connecting to the given credential's issuer"],
    sources: [guide, probes],
  },
  'token-claims': {
    says: 'A token has iss, iat, exp, sub and aud.',
    sources: [token],
  },
  'token-issuer': {
    says: 'The iss of a token is the issuer URI of the provider.',
    answers: [
      "invalid_grant: Error connecting to the given credential's issuer",
      'invalid_grant: The issuer in ID Token does not match the expected ones',
    ],
    sources: [trouble, token, actions, probes],
  },
  'token-issued': {
    says: 'The iat of a token is in the past.',
    sources: [token, guide],
  },
  'token-ended': {
    says: 'The exp of a token is to come.',
    sources: [guide],
  },
  'clock-leeway': {
    says: 'A minute is granted on iat and on exp.',
    sources: [probes],
  },
  'token-lifetime': {
    says: 'From iat to exp there are less than 48 hours.',
    sources: [token],
  },
  'token-lifetime-day': {
    says: 'From iat to exp there are 24 hours at most.',
    sources: [guide],
  },
  'token-lifetime-advice': {
    says: 'From iat to exp there should be less than 6 hours.',
    sources: [token],
  },
  'audience-allowed': {
    says: 'The aud of a token is an allowed audience of the provider.',
    sources: [provider, token],
  },
  'audience-default': {
    says: 'Where a provider has no allowed audiences, aud is its full resource name, with https: before it or without.',
    sources: [provider, guide],
  },
  'audience-count': {
    says: 'A provider has 10 allowed audiences at most.',
    sources: [provider],
  },
  'audience-length': {
    says: 'An allowed audience has 256 characters at most.',
    sources: [provider],
  },
  'subject-length': {
    says: 'What google.subject is mapped to has 127 bytes at most.',
    answers: [
      'invalid_request: The size of mapped attribute google.subject exceeds the 127 bytes limit',
    ],
    sources: [provider, trouble],
  },
  'access-lifetime': {
    says: 'The access token that Google gives lives as long as the token has left, and an hour at most.',
    sources: [lifetime, probes],
  },
  'call-types': {
    says: 'The call names the provider as its audience, and jwt or id_token as the type of the token.',
    sources: [token],
  },
  'call-unauthorized': {
    says: 'The call has no Authorization header, which can make it fail.',
    sources: [token],
  },
  'call-quota': {
    says: 'A project has a quota for calls of STS, and gets 429 beyond it.',
    answers: ['429 Too Many Requests: quota_exceeded'],
    sources: [trouble],
  },
} as const satisfies Requirements;
