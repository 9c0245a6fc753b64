import { clocksAgree } from '../../../doctor/checks/about-clock.ts';
import { hasReadableKid } from '../../../doctor/checks/about-token.ts';
import { callOfClient, isWellFormed } from '../judges/role.ts';
import {
  hasExpectedIssuer,
  hasKnownNames,
  hasReadableClaims,
  hasTakenAlgorithm,
  isInTime,
  isSignedByPlace,
  isTakenByDefault,
} from '../judges/token.ts';
import type { VaultRule } from './vault-rule.ts';

/** What is looked at of a token, and what is known of the role. */
export const TOKEN_RULES: readonly VaultRule[] = [
  {
    id: 'token-algorithm',
    of: ['token-algorithm'],
    about: 'token',
    level: 'error',
    wanted: 'an alg of RSA, ECDSA or EdDSA, or one of jwt_supported_algs',
    judge: hasTakenAlgorithm,
  },
  {
    id: 'token-algorithm-pss',
    of: ['token-algorithm-pss'],
    about: 'token',
    level: 'warning',
    wanted: 'jwt_supported_algs where the alg is one of PSS',
    judge: isTakenByDefault,
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
    wanted: 'a signature by a key that Vault has',
    judge: isSignedByPlace,
  },
  {
    id: 'token-issuer',
    of: ['token-issuer'],
    about: 'token',
    level: 'warning',
    wanted: 'the issuer in iss, letter by letter, where bound_issuer is set',
    judge: hasExpectedIssuer,
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
    id: 'token-times',
    of: ['times-some', 'times-skew', 'times-missing'],
    about: 'token',
    level: 'error',
    wanted: 'a token that has begun and not ended, a minute more or less',
    judge: isInTime,
  },
  {
    id: 'clock',
    of: ['times-skew'],
    about: 'token',
    level: 'warning',
    wanted: 'a clock here that is at most 60 s off',
    judge: clocksAgree(60),
  },
  {
    id: 'role',
    of: [
      'role-type',
      'role-bound',
      'audience-bound',
      'subject-bound',
      'claims-bound',
      'user-claim',
      'groups-claim',
      'claims-mapped',
    ],
    about: 'trust',
    level: 'error',
    wanted: 'a role of the type jwt that is bound to what the token has',
    judge: isWellFormed,
  },
  {
    id: 'login',
    of: ['login-call'],
    about: 'trust',
    level: 'error',
    wanted: 'a login at the path of the mount, with jwt and role',
    judge: callOfClient,
  },
];
