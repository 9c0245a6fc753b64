import { clocksAgree } from '../../../doctor/checks/about-clock.ts';
import {
  hasClaims,
  hasReadableKid,
  isBegun,
  isInTime,
  isNumber,
  isSigned,
  isText,
} from '../../../doctor/checks/about-token.ts';
import { after } from '../../../doctor/checks/after.ts';
import { passedByTrust } from '../../../doctor/left-to-trust.ts';
import { hasIssuerOrGoogles } from '../judges/issuer.ts';
import {
  hasAccountHeader,
  hasAccountLifetime,
  hasForeignNames,
  hasGroupsWithin,
  hasKnownNames,
  hasReadableClaims,
  hasTakenAlgorithm,
  withReadTimes,
} from '../judges/token.ts';
import type { AuthenticationConfiguration } from '../../evaluate/configuration.ts';
import type { KubernetesRule } from './kubernetes-rule.ts';

/** What is looked at of a token. */
export const TOKEN_RULES: readonly KubernetesRule[] = [
  {
    id: 'token-issuer',
    of: ['token-issuer'],
    about: 'token',
    level: 'error',
    wanted: 'the issuer in iss, letter by letter',
    judge: after(
      hasClaims(['iss']),
      after(isText('iss'), passedByTrust<AuthenticationConfiguration>(hasIssuerOrGoogles)),
    ),
  },
  {
    id: 'token-algorithm',
    of: ['token-algorithm', 'flags-algorithm'],
    about: 'token',
    level: 'error',
    wanted:
      'an alg of RSA or ECDSA; with flags, one of --oidc-signing-algs, which is RS256 alone where it is not set',
    judge: hasTakenAlgorithm,
  },
  {
    id: 'token-kid',
    of: ['token-kid'],
    about: 'token',
    level: 'error',
    wanted: 'the kid of a key, or none',
    judge: hasReadableKid,
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
    wanted: 'iss, aud and exp',
    judge: hasClaims(['iss', 'aud', 'exp']),
  },
  {
    id: 'claims-form',
    of: ['claims-form'],
    about: 'token',
    level: 'error',
    wanted: 'registered claims of their own types',
    judge: hasReadableClaims,
  },
  {
    id: 'claims-names',
    of: ['claims-names'],
    about: 'token',
    level: 'warning',
    wanted: 'no claim whose name differs from a registered one in case alone',
    judge: hasKnownNames,
  },
  {
    id: 'token-ended',
    of: ['token-ended'],
    about: 'token',
    level: 'error',
    wanted: 'an exp that is to come',
    judge: withReadTimes(after(isNumber('exp'), isInTime(0))),
  },
  {
    id: 'token-begun',
    of: ['token-begun'],
    about: 'token',
    level: 'error',
    wanted: 'an nbf that is a minute ahead at most',
    judge: withReadTimes(isBegun(60, ['nbf'])),
  },
  {
    id: 'clock',
    of: ['token-ended', 'token-begun'],
    about: 'token',
    level: 'warning',
    wanted: 'a clock here that is at most 60 s off',
    judge: clocksAgree(60),
  },
  {
    id: 'groups-elsewhere',
    of: ['groups-elsewhere'],
    about: 'token',
    level: 'asked',
    wanted: 'groups within the token',
    judge: hasGroupsWithin,
  },
  {
    id: 'names-reserved',
    of: ['names-reserved'],
    about: 'token',
    level: 'warning',
    wanted: 'no user name and no group that begins with system:',
    judge: hasForeignNames,
  },
  {
    id: 'service-account-header',
    of: ['service-account-header'],
    about: 'token',
    level: 'warning',
    wanted: 'alg, kid and typ alone in the header of a service account token',
    judge: hasAccountHeader,
  },
  {
    id: 'service-account-lifetime',
    of: ['service-account-lifetime'],
    about: 'token',
    level: 'warning',
    wanted: '600 s at least from iat to exp of a service account token',
    judge: hasAccountLifetime,
  },
];
