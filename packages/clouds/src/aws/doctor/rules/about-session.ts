import { beforeTrust } from '../../../doctor/left-to-trust.ts';
import {
  answerOfSts,
  providerOfAccount,
  sessionOfCaller,
  trustOfRole,
} from '../judges/of-account.ts';
import { hasNoTrustWarnings } from '../judges/of-policy.ts';
import { asksForMore, hasGoodSourceIdentity, namesRoles, packs } from '../judges/session-claims.ts';
import { areText, areWithinLimits, haveForm } from '../judges/session-tags.ts';
import type { AwsRule } from './aws-rule.ts';

/** What is looked at of the claims that are for a session, and what is known of the account. */
export const SESSION_RULES: readonly AwsRule[] = [
  {
    id: 'session-tags-form',
    of: ['session-tags-form'],
    about: 'token',
    level: 'warning',
    wanted: 'session tags as AWS reads them',
    judge: haveForm,
  },
  {
    id: 'session-tags-limits',
    of: ['session-tags-limits'],
    about: 'token',
    level: 'error',
    wanted: '50 session tags at most, keys of 1 to 128 and values of up to 256 characters',
    judge: areWithinLimits,
  },
  {
    id: 'session-tags-text',
    of: ['session-tags-text'],
    about: 'token',
    level: 'error',
    wanted: 'session tags of letters, digits, spaces and _.:/=+-@, each key once',
    judge: areText,
  },
  {
    id: 'session-tags-packed',
    of: ['session-tags-packed'],
    about: 'token',
    level: 'asked',
    wanted: 'session tags that AWS can pack',
    judge: packs,
  },
  {
    id: 'source-identity',
    of: ['source-identity-form'],
    about: 'token',
    level: 'error',
    wanted: 'a source identity of 2 to 64 letters, digits and _+=,.@-',
    judge: hasGoodSourceIdentity,
  },
  {
    id: 'roles-claim',
    of: ['roles-claim'],
    about: 'token',
    level: 'warning',
    wanted: 'the role that is asked for among the roles of the token, or no such claim',
    judge: namesRoles,
  },
  {
    id: 'extra-actions',
    of: ['session-tags-allowed', 'source-identity-allowed'],
    about: 'trust',
    level: 'asked',
    wanted: 'a trust policy that allows what the token asks for beside the role',
    judge: asksForMore,
  },
  {
    id: 'trust-policy',
    of: ['trust-action', 'trust-principal', 'trust-conditions', 'trust-deny'],
    about: 'trust',
    level: 'asked',
    wanted: 'a statement that lets this token in',
    judge: beforeTrust(trustOfRole),
  },
  {
    id: 'trust-narrow',
    of: ['trust-narrow'],
    about: 'trust',
    level: 'warning',
    wanted: 'statements that let in who was meant, and nobody else',
    judge: hasNoTrustWarnings,
  },
  {
    id: 'provider',
    of: [
      'provider-in-account',
      'provider-url-unique',
      'provider-arn-slash',
      'client-id-listed',
      'client-id-count',
      'role-account',
    ],
    about: 'trust',
    level: 'asked',
    wanted: 'a provider for this issuer in the account of the role, with this audience',
    judge: providerOfAccount,
  },
  {
    id: 'session',
    of: ['session-name', 'session-duration', 'session-outlives-token'],
    about: 'trust',
    level: 'asked',
    wanted: 'a name of 2 to 64 characters, and 900 s up to what the role allows',
    judge: sessionOfCaller,
  },
  {
    id: 'sts',
    of: ['sts-region', 'sts-transient', 'sts-rejected'],
    about: 'trust',
    level: 'asked',
    wanted: 'an STS that is active in the region, and that is asked again where that helps',
    judge: answerOfSts,
  },
];
