/** An answer of STS that is no success. */
export interface StsError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** `Receiver` where it is the fault of STS. Default: `Sender`. */
  readonly type?: 'Sender' | 'Receiver';
  /** Where status and code are documented, and who reported the sentence. */
  readonly source: string;
}

const REFERENCE = 'STS API reference, AssumeRoleWithWebIdentity, Errors';
const COMMON = 'STS API reference, Common error types';

/**
 * Every documented error of AssumeRoleWithWebIdentity, with the sentences that callers report or the documentation has. Where none was
 * found, the sentence is ours, and its source says so.
 */
export const STS_ERRORS = {
  expired: {
    status: 400,
    code: 'ExpiredTokenException',
    message:
      'Token expired: current date/time 1764194400 must be before the expiration date/time 1764190800',
    source: `${REFERENCE}; sentence: aws/aws-sdk-java-v2#5709`,
  },
  tooOld: {
    status: 400,
    code: 'ExpiredTokenException',
    message: 'Token too old: 441398',
    source: `${REFERENCE}; sentence: mozilla-iam/mozilla-aws-cli#146`,
  },
  providerUnknown: {
    status: 400,
    code: 'InvalidIdentityToken',
    message: 'No OpenIDConnect provider found in your account for https://oidc.example.com',
    source: `${REFERENCE}; sentence: mozilla-iam/mozilla-aws-cli#127`,
  },
  audienceWrong: {
    status: 400,
    code: 'InvalidIdentityToken',
    message: 'Incorrect token audience',
    source: `${REFERENCE}; sentence: AWS re:Post, "How do I resolve the InvalidIdentityToken error"`,
  },
  keyUnavailable: {
    status: 400,
    code: 'InvalidIdentityToken',
    message:
      "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
    source: `${REFERENCE}; sentence: aws/aws-cli#7194, aws-actions/configure-aws-credentials#299`,
  },
  malformed: {
    status: 400,
    code: 'InvalidIdentityToken',
    message:
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    source: `${REFERENCE}; sentence: awslabs/amazon-eks-irsa-cfn#18`,
  },
  thumbprintWrong: {
    status: 400,
    code: 'InvalidIdentityToken',
    message: "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
    source: `${REFERENCE}; sentence: aws-actions/configure-aws-credentials#357`,
  },
  rejected: {
    status: 403,
    code: 'IDPRejectedClaim',
    message: 'The identity provider (IdP) reported that authentication failed.',
    source: `${REFERENCE}; sentence: its description there`,
  },
  providerSilent: {
    status: 400,
    code: 'IDPCommunicationError',
    message: 'The identity provider (IDP) that was asked to verify the token could not be reached.',
    source: `${REFERENCE}; the sentence is ours`,
  },
  policyMalformed: {
    status: 400,
    code: 'MalformedPolicyDocument',
    message: 'Syntax errors in policy.',
    source: `${REFERENCE}; the sentence is ours`,
  },
  policyTooLarge: {
    status: 400,
    code: 'PackedPolicyTooLarge',
    message: 'Packed policy consumes 112% of allotted space, please use smaller policy.',
    source: `${REFERENCE}; the sentence is ours`,
  },
  regionDisabled: {
    status: 403,
    code: 'RegionDisabledException',
    message: 'STS is not activated in this region for account:111122223333.',
    source: `${REFERENCE}; sentence: turbot/steampipe-plugin-aws#1510`,
  },
  notAllowed: {
    status: 403,
    code: 'AccessDenied',
    message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    source: `${COMMON}, AccessDenied; sentence: GitLab’s documentation of cloud services, AWS`,
  },
  tagsNotAllowed: {
    status: 403,
    code: 'AccessDenied',
    message: 'Not authorized to perform sts:TagSession',
    source: `${COMMON}, AccessDenied; IAM user guide, "Pass session tags in AWS STS"; the sentence is ours`,
  },
  roleArnInvalid: {
    status: 400,
    code: 'ValidationError',
    message: 'Request ARN is invalid',
    source: `${COMMON}, ValidationError; the sentence is ours`,
  },
  sessionNameInvalid: {
    status: 400,
    code: 'ValidationError',
    message: String.raw`1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*`,
    source: `${COMMON}, ValidationError; sentence: zalando-stups/aws-credentials-service#7`,
  },
  durationShort: {
    status: 400,
    code: 'ValidationError',
    message:
      "1 validation error detected: Value '60' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    source: `${COMMON}, ValidationError; bounds: ${REFERENCE}; the sentence is ours`,
  },
  durationLong: {
    status: 400,
    code: 'ValidationError',
    message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    source: `${COMMON}, ValidationError; sentence: kreuzwerker/awsu#27`,
  },
  chainLong: {
    status: 400,
    code: 'ValidationError',
    message:
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    source: `${COMMON}, ValidationError; sentence: 99designs/aws-vault#240`,
  },
  tokenTooLong: {
    status: 400,
    code: 'ValidationError',
    message:
      "1 validation error detected: Value at 'webIdentityToken' failed to satisfy constraint: Member must have length less than or equal to 20000",
    source: `${COMMON}, ValidationError; bounds: ${REFERENCE}; the sentence is ours`,
  },
  throttled: {
    status: 400,
    code: 'Throttling',
    message: 'Rate exceeded',
    source: `${COMMON}, ThrottlingException; the sentence is ours`,
  },
  requestLimit: {
    status: 503,
    code: 'RequestLimitExceeded',
    message: 'Request limit exceeded.',
    source:
      'AWS SDKs and tools reference, "Retry behavior", throttling errors; the sentence is ours',
  },
  failure: {
    status: 500,
    code: 'InternalFailure',
    message: 'The request processing has failed because of an unknown error, exception or failure.',
    type: 'Receiver',
    source: `${COMMON}, InternalFailure; sentence: its description there`,
  },
  unavailable: {
    status: 503,
    code: 'ServiceUnavailable',
    message: 'The request has failed due to a temporary failure of the server.',
    type: 'Receiver',
    source: `${COMMON}, ServiceUnavailable; sentence: its description there`,
  },
} as const satisfies Readonly<Record<string, StsError>>;

/** The name of a documented error. */
export type StsErrorName = keyof typeof STS_ERRORS;
