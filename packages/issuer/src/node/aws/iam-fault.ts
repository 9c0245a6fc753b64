import { DrawbridgeError, serverWords } from '@drawbridge/core';

/** What an error of the AWS SDK has. */
interface SdkError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** IAM API reference, GetRole and CreateOpenIDConnectProvider, Errors. */
const STATUS = { NoSuchEntity: 404, EntityAlreadyExists: 409 } as const;

/** What the AWS SDK calls an error of which it finds no code: that of something like IAM, such as Ceph. */
const NAMELESS: ReadonlySet<unknown> = new Set(['Unknown', 'UnknownError', 'NotFound']);

/** Whether IAM says that something is not there, or there already. */
export function isIamError(thrown: unknown, name: keyof typeof STATUS): boolean {
  const { name: own, $metadata } = thrown as SdkError;
  if (NAMELESS.has(own)) return $metadata?.httpStatusCode === STATUS[name];
  return own === name || own === `${name}Exception`;
}

/** Explains what a call to IAM failed by. */
export function iamFault(thrown: unknown, action: string): DrawbridgeError {
  if (thrown instanceof DrawbridgeError) return asCloud(thrown, action);
  const { name, message, code, $metadata } = thrown as SdkError;
  const status = $metadata?.httpStatusCode;
  const said = serverWords(message, []) ?? '';
  const own = typeof name === 'string' ? name : 'Error';
  if (status === undefined) {
    if (own === 'CredentialsProviderError') {
      return new DrawbridgeError('cloud_setting_invalid', {
        detail: 'there are no credentials of AWS to set it up with',
        hint: 'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, of somebody who may administer IAM.',
        cause: thrown,
      });
    }
    const why = typeof code === 'string' ? code : own;
    return new DrawbridgeError('cloud_unreachable', {
      detail: `IAM could not be asked to ${action} (${why})`,
      cause: thrown,
    });
  }
  const detail = `IAM refused to ${action}: ${own}${said === '' ? '' : `: ${said}`}`;
  if (status >= 500 || /Throttl|Unavailable|Concurrent/.test(own)) {
    return new DrawbridgeError('cloud_unavailable', { detail, cause: thrown });
  }
  const isRight = status === 403 || status === 401;
  return new DrawbridgeError(isRight ? 'cloud_refused' : 'cloud_setting_invalid', {
    detail,
    ...(isRight && {
      hint: `Whose credentials these are must be allowed to ${action} (iam:*).`,
    }),
    cause: thrown,
  });
}

/** A fault of our own way out, told as one of IAM's. */
function asCloud(fault: DrawbridgeError, action: string): DrawbridgeError {
  if (!/^remote_(unreachable|timeout|invalid|untrusted)$/.test(fault.code)) return fault;
  return new DrawbridgeError('cloud_unreachable', {
    detail: `IAM could not be asked to ${action}: ${fault.message}`,
    ...(fault.hint !== undefined && { hint: fault.hint }),
    cause: fault,
  });
}
