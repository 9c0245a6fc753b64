import { clocksAgree } from '../../../doctor/checks/about-clock.ts';
import {
  hasAlgorithm,
  hasClaims,
  hasIssuer,
  isBegun,
  isInTime,
  isNumber,
  isSigned,
  tokenLength,
} from '../../../doctor/checks/about-token.ts';
import { after } from '../../../doctor/checks/after.ts';
import { azpIsAudience, hasAudience, hasOneAudience, isClientId } from '../judges/audience.ts';
import { namesItsKey } from '../judges/keys.ts';
import { areNumbers, areWhole, withNumericTimes } from '../judges/numeric-times.ts';
import { hasSubject, hasUsualLength, namesNobody } from '../judges/subject.ts';
import type { AwsRule } from './aws-rule.ts';

/** Seconds that AWS adds on either side. */
const LEEWAY = 300;

/** What is looked at of a token. */
export const TOKEN_RULES: readonly AwsRule[] = [
  {
    id: 'token-length',
    of: ['token-length'],
    about: 'token',
    level: 'error',
    wanted: '20,000 characters at most',
    judge: tokenLength(20_000),
  },
  {
    id: 'token-issuer',
    of: ['provider-url-exact'],
    about: 'token',
    level: 'error',
    wanted: 'the issuer in iss, letter by letter',
    judge: after(hasClaims(['iss']), hasIssuer),
  },
  {
    id: 'token-algorithm',
    of: ['token-algorithm'],
    about: 'token',
    level: 'error',
    wanted: 'RS256, RS384, RS512, ES256, ES384 or ES512',
    judge: hasAlgorithm(['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512']),
  },
  {
    id: 'token-kid',
    of: ['token-kid'],
    about: 'token',
    level: 'warning',
    wanted: 'the kid of a key in the header, or one key alone',
    judge: namesItsKey,
  },
  {
    id: 'token-signature',
    of: ['token-signature'],
    about: 'token',
    level: 'error',
    wanted: 'a signature by a key of the JWK Set',
    judge: isSigned,
  },
  {
    id: 'token-claims',
    of: ['token-claims'],
    about: 'token',
    level: 'error',
    wanted: 'iss, aud, iat and exp',
    judge: hasClaims(['iss', 'aud', 'iat', 'exp']),
  },
  {
    id: 'token-subject',
    of: ['token-claims'],
    about: 'token',
    level: 'error',
    wanted: 'a text in sub',
    judge: hasSubject,
  },
  {
    id: 'subject-length',
    of: ['subject-length'],
    about: 'token',
    level: 'warning',
    wanted: '6 to 255 characters in sub',
    judge: hasUsualLength,
  },
  {
    id: 'subject-private',
    of: ['subject-private'],
    about: 'token',
    level: 'warning',
    wanted: 'nothing in sub that names a person',
    judge: namesNobody,
  },
  {
    id: 'audience-form',
    of: ['audience-form'],
    about: 'token',
    level: 'error',
    wanted: 'a text in aud, or a list of texts',
    judge: after(hasClaims(['aud']), hasAudience),
  },
  {
    id: 'audience-length',
    of: ['client-id-length'],
    about: 'token',
    level: 'error',
    wanted: 'an audience of 255 characters at most',
    judge: isClientId,
  },
  {
    id: 'audience-one',
    of: ['audience-one'],
    about: 'token',
    level: 'warning',
    wanted: 'one audience, or azp beside them',
    judge: hasOneAudience,
  },
  {
    id: 'audience-azp',
    of: ['audience-azp'],
    about: 'token',
    level: 'warning',
    wanted: 'no azp, or one that aud has too',
    judge: azpIsAudience,
  },
  {
    id: 'times-whole',
    of: ['times-whole'],
    about: 'token',
    level: 'error',
    wanted: 'whole seconds since 1970 in iat, nbf and exp',
    judge: areWhole,
  },
  {
    id: 'times-numbers',
    of: ['times-numbers'],
    about: 'token',
    level: 'warning',
    wanted: 'numbers in iat, nbf and exp',
    judge: areNumbers,
  },
  {
    id: 'token-ended',
    of: ['token-ended'],
    about: 'token',
    level: 'error',
    wanted: 'an exp that is less than 5 minutes ago',
    judge: withNumericTimes(after(isNumber('exp'), isInTime(LEEWAY))),
  },
  {
    id: 'token-begun',
    of: ['token-begun'],
    about: 'token',
    level: 'warning',
    wanted: 'an iat and an nbf that are no more than 5 minutes ahead',
    judge: withNumericTimes(isBegun(LEEWAY)),
  },
  {
    id: 'clock',
    of: ['token-ended', 'token-begun'],
    about: 'token',
    level: 'warning',
    wanted: 'a clock here that is at most 60 s off',
    judge: clocksAgree(60),
  },
];
