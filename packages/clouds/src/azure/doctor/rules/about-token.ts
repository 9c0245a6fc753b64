import { clocksAgree } from '../../../doctor/checks/about-clock.ts';
import {
  hasAlgorithm,
  hasClaims,
  hasIssuer,
  isBegun,
  isInTime,
  isSigned,
  namesKey,
  textClaim,
} from '../../../doctor/checks/about-token.ts';
import { after } from '../../../doctor/checks/after.ts';
import { passedByTrust } from '../../../doctor/left-to-trust.ts';
import { LIMITS } from '../../evaluate/limits.ts';
import { isExchange, isOne, isShort } from '../judges/audience.ts';
import { credentialIsKnown, credentialOfTenant } from '../judges/of-tenant.ts';
import type { FederatedTrust } from '../../evaluate/federated-credential.ts';
import type { AzureRule } from './azure-rule.ts';

/** What is looked at of a token, and what is known of the tenant. */
export const TOKEN_RULES: readonly AzureRule[] = [
  {
    id: 'token-issuer',
    of: ['claims-exact'],
    about: 'token',
    level: 'error',
    wanted: 'the issuer in iss, letter by letter',
    judge: after(hasClaims(['iss']), passedByTrust<FederatedTrust>(hasIssuer)),
  },
  {
    id: 'token-algorithm',
    of: ['token-algorithm'],
    about: 'token',
    level: 'warning',
    wanted: 'RS256',
    judge: hasAlgorithm(['RS256']),
  },
  {
    id: 'token-kid',
    of: ['key-published'],
    about: 'token',
    level: 'warning',
    wanted: 'the kid of a key in the header',
    judge: namesKey,
  },
  {
    id: 'token-signature',
    of: ['key-published'],
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
    wanted: 'iss, sub, aud and exp',
    judge: hasClaims(['iss', 'sub', 'aud', 'exp']),
  },
  {
    id: 'subject-length',
    of: ['subject-length'],
    about: 'token',
    level: 'error',
    wanted: 'a text of 600 characters at most in sub',
    judge: textClaim('sub', LIMITS.text),
  },
  {
    id: 'audience',
    of: ['audience-value'],
    about: 'token',
    level: 'warning',
    wanted: 'api://AzureADTokenExchange in aud',
    judge: after(hasClaims(['aud']), isExchange),
  },
  {
    id: 'audience-one',
    of: ['credential-audience'],
    about: 'token',
    level: 'warning',
    wanted: 'one audience',
    judge: after(hasClaims(['aud']), isOne),
  },
  {
    id: 'audience-length',
    of: ['audience-length'],
    about: 'token',
    level: 'error',
    wanted: 'an audience of 600 characters at most',
    judge: isShort,
  },
  {
    id: 'token-ended',
    of: ['token-ended'],
    about: 'token',
    level: 'error',
    wanted: 'an exp that is to come',
    judge: after(hasClaims(['exp']), isInTime(0)),
  },
  {
    id: 'token-begun',
    of: ['token-begun'],
    about: 'token',
    level: 'warning',
    wanted: 'an nbf that is not ahead',
    judge: isBegun(0, ['nbf']),
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
    id: 'credential',
    of: [
      'claims-exact',
      'credential-count',
      'credential-unique',
      'credential-audience',
      'credential-whole',
      'credential-name',
      'credential-description',
      'credential-wildcards',
      'credential-flexible',
      'credential-immutable',
    ],
    about: 'trust',
    level: 'asked',
    wanted: 'one of 20 credentials with this issuer, subject and audience, without wildcards',
    judge: credentialOfTenant,
  },
  {
    id: 'credential-new',
    of: ['credential-new', 'credential-serial', 'credential-regions'],
    about: 'trust',
    level: 'asked',
    wanted: 'a credential that has been there for some minutes',
    judge: credentialIsKnown,
  },
];
