import { clocksAgree } from '../../../doctor/checks/about-clock.ts';
import {
  hasAlgorithm,
  hasClaims,
  hasIssuer,
  isBegun,
  isInTime,
  isNumber,
  lifetime,
} from '../../../doctor/checks/about-token.ts';
import { after } from '../../../doctor/checks/after.ts';
import { passedByTrust } from '../../../doctor/left-to-trust.ts';
import { hasKid, isSignedByProvider } from '../judges/keys.ts';
import {
  hasAudience,
  hasLastingSubject,
  hasShortSubject,
  isAllowed,
  lastsAWhile,
  needsNoLeeway,
} from '../judges/token.ts';
import type { GoogleTrust } from '../../evaluate/google-trust.ts';
import type { GcpRule } from './gcp-rule.ts';

/** Seconds that Google adds on either side. */
const LEEWAY = 60;
const HOUR = 3600;

/** Of an exp that is no number, token-ended tells. */
const isLessThanTwoDays = after(
  hasClaims(['iat']),
  after(isNumber('exp'), lifetime(48 * HOUR - 1)),
);

/** What is looked at of a token. */
export const TOKEN_RULES: readonly GcpRule[] = [
  {
    id: 'token-issuer',
    of: ['token-issuer'],
    about: 'token',
    level: 'error',
    wanted: 'the issuer in iss, letter by letter',
    judge: after(hasClaims(['iss']), passedByTrust<GoogleTrust>(hasIssuer)),
  },
  {
    id: 'token-algorithm',
    of: ['token-algorithm'],
    about: 'token',
    level: 'error',
    wanted: 'RS256 or ES256',
    judge: hasAlgorithm(['RS256', 'ES256']),
  },
  {
    id: 'token-kid',
    of: ['token-kid'],
    about: 'token',
    level: 'error',
    wanted: 'the kid of a key in the header',
    judge: hasKid,
  },
  {
    id: 'token-signature',
    of: ['token-signature'],
    about: 'token',
    level: 'error',
    wanted: 'a signature by a key of the JWK Set',
    judge: isSignedByProvider,
  },
  {
    id: 'token-claims',
    of: ['token-claims'],
    about: 'token',
    level: 'error',
    wanted: 'iss, iat, exp, sub and aud',
    judge: hasClaims(['iss', 'iat', 'exp', 'sub', 'aud']),
  },
  {
    id: 'token-ended',
    of: ['token-ended'],
    about: 'token',
    level: 'error',
    wanted: 'an exp that is to come',
    judge: after(hasClaims(['exp']), isInTime(LEEWAY)),
  },
  {
    id: 'token-issued',
    of: ['token-issued'],
    about: 'token',
    level: 'error',
    wanted: 'an iat that is in the past',
    judge: isBegun(LEEWAY, ['iat']),
  },
  {
    id: 'token-leeway',
    of: ['clock-leeway'],
    about: 'token',
    level: 'warning',
    wanted: 'times that are right without the minute that Google grants',
    judge: needsNoLeeway(LEEWAY),
  },
  {
    id: 'clock',
    of: ['token-ended', 'token-issued'],
    about: 'token',
    level: 'warning',
    wanted: 'a clock here that is at most 60 s off',
    judge: clocksAgree(60),
  },
  {
    id: 'token-lifetime',
    of: ['token-lifetime'],
    about: 'token',
    level: 'error',
    wanted: 'less than 48 hours from iat to exp',
    judge: isLessThanTwoDays,
  },
  {
    id: 'token-lifetime-short',
    of: ['token-lifetime-day', 'token-lifetime-advice'],
    about: 'token',
    level: 'warning',
    wanted: 'less than 6 hours from iat to exp, and 24 at most',
    judge: after(isLessThanTwoDays, lifetime(6 * HOUR - 1)),
  },
  {
    id: 'access-lifetime',
    of: ['access-lifetime'],
    about: 'token',
    level: 'warning',
    wanted: 'a minute or more that the token has left',
    judge: after(isNumber('exp'), lastsAWhile),
  },
  {
    id: 'subject-length',
    of: ['subject-length'],
    about: 'token',
    level: 'warning',
    wanted: '127 bytes at most in google.subject',
    judge: hasShortSubject,
  },
  {
    id: 'subject-lasting',
    of: ['mapping-lasting'],
    about: 'token',
    level: 'warning',
    wanted: 'a subject that nobody else is ever given',
    judge: hasLastingSubject,
  },
  {
    id: 'audience-length',
    of: ['audience-length'],
    about: 'token',
    level: 'error',
    wanted: 'an audience of 256 characters at most',
    judge: after(hasClaims(['aud']), hasAudience),
  },
  {
    id: 'audience-allowed',
    of: ['audience-allowed', 'audience-default', 'audience-count'],
    about: 'token',
    level: 'asked',
    wanted: 'an audience that the provider allows',
    judge: isAllowed,
  },
];
