import type { ErrorCode } from '@drawbridge/core';

/** What a hint may speak of: the token and what was asked for. */
export interface FaultFacts {
  readonly roleArn: string;
  /** `iss` of the token, if it has one. */
  readonly issuer: string;
  /** The issuer as condition keys have it. */
  readonly host: string;
  /** What AWS takes as the audience: `azp` where there is one, else `aud`. */
  readonly audience: string;
  readonly subject: string;
  /** When the token ends, as a person reads it. */
  readonly ends: string;
}

/** One error of STS: what it means, and what to do. */
export interface FaultRow {
  /** The code of the answer. */
  readonly code: string;
  /** What its message looks like. Default: anything. */
  readonly message?: RegExp;
  readonly fault: Extract<
    ErrorCode,
    'cloud_refused' | 'cloud_setting_invalid' | 'cloud_unavailable' | 'cloud_invalid'
  >;
  /**
   * Whether the same request may be answered otherwise.
   *
   * - `always`: within the policy of retries
   * - `few`: it may be a mistake that lasts, so a few times only
   */
  readonly again?: 'always' | 'few';
  /** Whether a shorter session may be had. */
  readonly isTooLong?: boolean;
  readonly hint: (facts: FaultFacts) => string;
  /** Where code, message and cause are from. */
  readonly source: string;
}

const REFERENCE = 'STS API reference, AssumeRoleWithWebIdentity, Errors';
const COMMON = 'STS API reference, Common error types';
const RETRIES = 'AWS SDKs and tools reference, "Retry behavior"';

const newToken = ({ ends }: FaultFacts) =>
  `The token ends ${ends}. Get a new one, and check the clock of who issued it.`;

const checkProvider = ({ issuer, roleArn }: FaultFacts) =>
  `The token is of ${issuer}. The account of ${roleArn} needs an OpenID Connect provider of exactly this URL, a slash at its end included: "drawbridge aws trust" makes one. Check the account in the ARN, too.`;

const checkAudience = ({ audience, issuer }: FaultFacts) =>
  `AWS takes ${audience} as the audience of the token. The provider of ${issuer} must have it among its audiences (client IDs): add it there, or have the token issued for one of them.`;

const checkTrust = ({ roleArn, host, audience, subject, issuer, ends }: FaultFacts) =>
  `Compare the token with the trust policy of ${roleArn}, in this order: ${host}:aud = ${audience}, ${host}:sub = ${subject}, and as the principal the provider of ${issuer}. It ends ${ends}. Where all fits, the policy denies it, or there is no such role.`;

const checkDocuments = ({ issuer }: FaultFacts) =>
  `AWS reads ${issuer}/.well-known/openid-configuration and its jwks_uri from the internet, within about 5 seconds, and finds the token's key there. Check that both are public and quick, have status 200, and hold the key: "drawbridge issuer check" sees them from outside. Being asked too often, the issuer may have answered 429.`;

const waitABit = () => 'It passes by itself. Try again later, and less often.';

/**
 * Every documented error of AssumeRoleWithWebIdentity, and of AssumeRole for chains, the narrow ones first. The first row
 * that fits counts.
 */
export const FAULT_ROWS: readonly FaultRow[] = [
  {
    code: 'ExpiredTokenException',
    message: /too old/i,
    fault: 'cloud_refused',
    hint: ({ ends }) =>
      `AWS takes the token as too old: it was issued long ago, or ended (${ends}). Get a new one.`,
    source: `${REFERENCE}; message: mozilla-iam/mozilla-aws-cli#146`,
  },
  {
    code: 'ExpiredTokenException',
    fault: 'cloud_refused',
    hint: newToken,
    source: `${REFERENCE}; message: aws/aws-sdk-java-v2#5709`,
  },
  {
    code: 'InvalidIdentityToken',
    message: /no openid ?connect provider found/i,
    fault: 'cloud_refused',
    hint: checkProvider,
    source: `${REFERENCE}; message and cause: mozilla-iam/mozilla-aws-cli#127`,
  },
  {
    code: 'InvalidIdentityToken',
    message: /incorrect token audience/i,
    fault: 'cloud_refused',
    hint: checkAudience,
    source: `${REFERENCE}; cause: IAM user guide, "Create an OpenID Connect (OIDC) identity provider in IAM"`,
  },
  {
    code: 'InvalidIdentityToken',
    message: /retrieve verification key/i,
    fault: 'cloud_refused',
    again: 'few',
    hint: checkDocuments,
    source: `${REFERENCE}; cause: AWS re:Post, "How do I resolve the InvalidIdentityToken error"; retries: aws/aws-cli#7194`,
  },
  {
    code: 'InvalidIdentityToken',
    message: /thumbprint/i,
    fault: 'cloud_refused',
    hint: ({ issuer }) =>
      `The certificate of ${issuer} is from no authority that AWS trusts, and not of the thumbprints of the provider: "drawbridge aws thumbprint" prints the one to set. A certificate of a public authority needs none.`,
    source: `${REFERENCE}; message: aws-actions/configure-aws-credentials#357; cause: IAM API reference, UpdateOpenIDConnectProviderThumbprint`,
  },
  {
    code: 'InvalidIdentityToken',
    fault: 'cloud_refused',
    hint: ({ issuer }) =>
      `AWS takes ID tokens that ${issuer} signed by RS256, RS384, RS512, ES256, ES384 or ES512 with a key that it publishes, with iss, sub, aud, iat and exp, times in whole seconds; no access token, none of three other parts, without a line end.`,
    source: `${REFERENCE}; IAM user guide, "Create an OpenID Connect (OIDC) identity provider in IAM"`,
  },
  {
    code: 'IDPRejectedClaim',
    fault: 'cloud_refused',
    hint: (facts) =>
      `The identity provider did not stand by the token, or it was revoked. ${newToken(facts)}`,
    source: REFERENCE,
  },
  {
    code: 'IDPCommunicationError',
    fault: 'cloud_unavailable',
    again: 'few',
    hint: checkDocuments,
    source: `${REFERENCE}: retry a limited number of times`,
  },
  {
    code: 'MalformedPolicyDocument',
    fault: 'cloud_setting_invalid',
    hint: () =>
      'The session policy is no policy of IAM. It is one object with Version and Statement, and needs no principal.',
    source: REFERENCE,
  },
  {
    code: 'PackedPolicyTooLarge',
    fault: 'cloud_setting_invalid',
    hint: () =>
      'Session policies and session tags together are too large once AWS has packed them. Name managed policies by ARN, or pass fewer tags.',
    source: `${REFERENCE}; IAM user guide, "IAM and AWS STS quotas"`,
  },
  {
    code: 'RegionDisabledException',
    fault: 'cloud_setting_invalid',
    hint: () =>
      'The account has not activated STS in this region: activate it in the settings of IAM, or choose another region (--region, AWS_REGION).',
    source: `${REFERENCE}; message: turbot/steampipe-plugin-aws#1510`,
  },
  {
    code: 'AccessDenied',
    message: /sts:TagSession/i,
    fault: 'cloud_refused',
    hint: ({ roleArn }) =>
      `The token carries session tags, and the trust policy of ${roleArn} does not allow sts:TagSession. Allow it beside sts:AssumeRoleWithWebIdentity, or leave the tags out.`,
    source:
      'IAM user guide, "Pass session tags in AWS STS", permissions required to add session tags',
  },
  {
    code: 'AccessDenied',
    message: /sts:SetSourceIdentity/i,
    fault: 'cloud_refused',
    hint: ({ roleArn }) =>
      `A source identity is set, and the trust policy of ${roleArn} does not allow sts:SetSourceIdentity.`,
    source: 'IAM user guide, "Monitor and control actions taken with assumed roles"',
  },
  {
    code: 'AccessDenied',
    fault: 'cloud_refused',
    hint: checkTrust,
    source: `${COMMON}, AccessDenied; IAM user guide, "Available keys for AWS OIDC federation"`,
  },
  {
    code: 'ValidationError',
    message: /role chaining/i,
    fault: 'cloud_setting_invalid',
    hint: () => 'A role that is assumed from another role has sessions of an hour at most.',
    source: 'IAM user guide, "Role chaining"; message: 99designs/aws-vault#240',
  },
  {
    code: 'ValidationError',
    message: /MaxSessionDuration/i,
    fault: 'cloud_setting_invalid',
    isTooLong: true,
    hint: ({ roleArn }) =>
      `Ask for a shorter session, or raise the maximum session duration of ${roleArn}: it is an hour unless set.`,
    source: `STS API reference, DurationSeconds; message: kreuzwerker/awsu#27`,
  },
  {
    code: 'ValidationError',
    message: /durationSeconds/i,
    fault: 'cloud_setting_invalid',
    hint: () => 'A session has 900 to 43,200 seconds.',
    source: 'STS API reference, AssumeRoleWithWebIdentity, DurationSeconds',
  },
  {
    code: 'ValidationError',
    message: /roleSessionName/i,
    fault: 'cloud_setting_invalid',
    hint: () => 'A session name has 2 to 64 letters, digits and _+=,.@- alone.',
    source:
      'STS API reference, AssumeRoleWithWebIdentity, RoleSessionName; message: zalando-stups/aws-credentials-service#7',
  },
  {
    code: 'ValidationError',
    message: /webIdentityToken/i,
    fault: 'cloud_setting_invalid',
    hint: () => 'A token has 4 to 20,000 characters.',
    source: 'STS API reference, AssumeRoleWithWebIdentity, WebIdentityToken',
  },
  {
    code: 'ValidationError',
    message: /policyArns|'policy'|provided policy/i,
    fault: 'cloud_setting_invalid',
    hint: () =>
      'There may be ten ARNs of policies, and 2,048 characters of session policies and ARNs together.',
    source: 'STS API reference, AssumeRoleWithWebIdentity, Policy and PolicyArns',
  },
  {
    code: 'ValidationError',
    message: /\barn\b|roleArn/i,
    fault: 'cloud_setting_invalid',
    hint: ({ roleArn }) => `Check ${roleArn}: the account, and that it is the ARN of a role.`,
    source: `${COMMON}, ValidationError; STS API reference, RoleArn`,
  },
  {
    code: 'ValidationError',
    fault: 'cloud_setting_invalid',
    hint: () => 'A parameter is not within its bounds.',
    source: `${COMMON}, ValidationError`,
  },
  {
    code: 'InvalidArgument',
    fault: 'cloud_setting_invalid',
    isTooLong: true,
    hint: ({ roleArn }) =>
      `A parameter is not within its bounds. Most often that is the duration: it has 900 to 43,200 seconds, and no more than the maximum session duration of ${roleArn}.`,
    source: 'Ceph Object Gateway, which answers so where AWS has ValidationError',
  },
  ...['Throttling', 'ThrottlingException', 'RequestLimitExceeded', 'TooManyRequestsException'].map(
    (code): FaultRow => ({
      code,
      fault: 'cloud_unavailable',
      again: 'always',
      hint: waitABit,
      source: `${COMMON}, ThrottlingException; ${RETRIES}`,
    }),
  ),
  ...['InternalFailure', 'InternalError', 'ServiceUnavailable', 'RequestTimeout', 'SlowDown'].map(
    (code): FaultRow => ({
      code,
      fault: 'cloud_unavailable',
      again: 'always',
      hint: waitABit,
      source: `${COMMON}; ${RETRIES}`,
    }),
  ),
  ...['InvalidClientTokenId', 'ExpiredToken', 'SignatureDoesNotMatch', 'RequestExpired'].map(
    (code): FaultRow => ({
      code,
      fault: 'cloud_refused',
      hint: () =>
        'AWS does not take the credentials that signed the request: they have ended, or the clock of this machine is wrong.',
      source: `${COMMON}, ${code}`,
    }),
  ),
  ...['InvalidAction', 'MissingAction', 'UnknownOperationException'].map(
    (code): FaultRow => ({
      code,
      fault: 'cloud_setting_invalid',
      hint: () => 'What listens at this endpoint is no STS, or cannot do this. Check its address.',
      source: `${COMMON}, InvalidAction`,
    }),
  ),
];
