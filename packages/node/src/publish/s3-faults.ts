import { DrawbridgeError } from '@drawbridge/core';
import { failed, refused, unreached } from './faults.ts';

/** What a service of AWS was asked, for whoever explains why it refused. */
export interface AwsAsked {
  /** The destination, as a person names it. */
  readonly name: string;
  /** What was done: `s3:PutObject`. */
  readonly action: string;
}

/** What a fault of the AWS SDK has of use. */
interface SdkFault {
  readonly name: string;
  readonly status: number | undefined;
  readonly region: string | undefined;
}

const RIGHTS =
  'Needed are s3:PutObject and s3:GetObject on the objects and, with a distribution, cloudfront:CreateInvalidation.';
const CREDENTIALS =
  'The credentials are those that the AWS SDK finds: variables, a profile, or the role of the machine or job.';
/** A service that is like S3 may say so of credentials that it does not know, too. */
const OTHERS = `They may also be credentials of somebody else, or of another place. ${CREDENTIALS}`;

/**
 * Faults of credentials, by their names (Amazon S3 API reference, Error responses; AWS STS API reference, Common
 * errors; the SDK's own CredentialsProviderError).
 */
const CREDENTIAL_FAULTS: Readonly<Record<string, string>> = {
  ExpiredToken: 'the credentials have expired',
  ExpiredTokenException: 'the credentials have expired',
  TokenRefreshRequired: 'the credentials have expired',
  InvalidAccessKeyId: 'the access key is not known there',
  InvalidClientTokenId: 'the access key is not known there',
  InvalidToken: 'the session token is not valid',
  SignatureDoesNotMatch: 'the secret key does not belong to the access key',
  UnrecognizedClientException: 'the access key is not known there',
  CredentialsProviderError: 'no credentials were found',
};

/** Of what is over by itself (Amazon S3 API reference, Error responses; CloudFront API reference, CreateInvalidation). */
const BUSY: ReadonlySet<string> = new Set([
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'ServiceUnavailable',
  'InternalError',
  'RequestTimeout',
  'TooManyInvalidationsInProgress',
]);

/** The bucket is in another region, by what the answer is called. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'PermanentRedirect',
  'Redirect',
  'TemporaryRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
]);

/** Explains what a call of the AWS SDK failed by: `publish_refused` where a person must act, `publish_failed` where not. */
export function awsFault(thrown: unknown, { name, action }: AwsAsked): DrawbridgeError {
  if (thrown instanceof DrawbridgeError) return unreached(name, thrown);
  const { name: fault, status, region } = readFault(thrown);
  const credentials = Object.hasOwn(CREDENTIAL_FAULTS, fault)
    ? CREDENTIAL_FAULTS[fault]
    : undefined;
  if (credentials !== undefined) {
    return refused(`${name} does not take ${action}: ${credentials}`, CREDENTIALS, thrown);
  }
  if (ELSEWHERE.has(fault) || status === 301 || status === 307) {
    const where = region === undefined ? 'another region' : `the region ${region}`;
    return refused(
      `the bucket of ${name} is in ${where}`,
      `Set the region to ${region ?? 'that of the bucket'}.`,
      thrown,
    );
  }
  if (fault === 'NoSuchBucket') {
    return refused(`${name}: there is no such bucket`, 'Make it, or check its name.', thrown);
  }
  if (fault === 'NoSuchDistribution') {
    return refused(`${name}: there is no such distribution`, 'Check its identifier.', thrown);
  }
  if (fault === 'RequestTimeTooSkewed') {
    return refused(`${name}: the clock of this machine is wrong`, 'Set the clock.', thrown);
  }
  if (BUSY.has(fault) || status === 429 || (status !== undefined && status >= 500)) {
    return failed(`${name} cannot do ${action} for now (${fault})`, undefined, thrown);
  }
  if (status === 403 || fault === 'AccessDenied') {
    return refused(`${name} does not allow ${action}`, `${RIGHTS} ${OTHERS}`, thrown);
  }
  if (fault === 'Region is missing' || /region is missing/i.test(messageOf(thrown))) {
    return refused(
      `${name}: no region is set`,
      'Give the region of the bucket (--region, or region in the configuration), or set AWS_REGION.',
      thrown,
    );
  }
  return refused(`${name} does not take ${action} (${fault})`, RIGHTS, thrown);
}

/** The SDK's own fault of a missing region has no name or code of its own. */
function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : '';
}

function readFault(thrown: unknown): SdkFault {
  const {
    name = 'unknown',
    $metadata,
    $response,
  } = (thrown ?? {}) as {
    name?: string;
    $metadata?: { httpStatusCode?: number };
    $response?: { headers?: Record<string, string> };
  };
  return {
    name: /^[\w.]{1,100}$/.test(name) ? name : 'unknown',
    status: $metadata?.httpStatusCode,
    region: regionOf($response?.headers),
  };
}

/** HeadBucket and every redirect tell it (Amazon S3 API reference, HeadBucket). */
function regionOf(headers: Record<string, string> = {}): string | undefined {
  const region = headers['x-amz-bucket-region'];
  return region !== undefined && /^[a-z0-9-]{1,30}$/.test(region) ? region : undefined;
}

/** Whether it says that there is no such object. */
export function isMissingObject(thrown: unknown): boolean {
  const { name, status } = readFault(thrown);
  return name === 'NoSuchKey' || name === 'NotFound' || (status === 404 && name !== 'NoSuchBucket');
}

/**
 * Whether it says no more than that nothing may be said: without the right s3:ListBucket, a missing object is
 * answered with 403 (Amazon S3 API reference, GetObject).
 */
export function isUntold(thrown: unknown): boolean {
  const { name, status } = readFault(thrown);
  return name === 'AccessDenied' || (status === 403 && name === 'unknown');
}

/**
 * Whether it says of a write for where nothing is that something is there (Amazon S3 API reference, PutObject,
 * `If-None-Match`), or that such a write is not known there, as some others than Amazon's say.
 */
export function isTaken(thrown: unknown): boolean {
  const { name, status } = readFault(thrown);
  return name === 'PreconditionFailed' || status === 412 || status === 501;
}
