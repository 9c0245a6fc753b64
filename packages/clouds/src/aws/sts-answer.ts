import type { XmlElement } from '@rgrove/parse-xml';
import type { AssumedRole } from './assumed-role.ts';
import { childOf, textOf } from './xml-answer.ts';

/** An error of STS as it was answered. */
export interface StsRefusal {
  readonly code: string;
  /** Empty where there is none, as of Ceph. */
  readonly message: string;
}

/**
 * Reads an error: `ErrorResponse` with `Error` in it, as AWS answers (STS API reference, "Common error types"), or
 * `Error` alone, as Ceph does.
 */
export function readRefusal(root: XmlElement): StsRefusal | undefined {
  const error =
    root.name === 'ErrorResponse'
      ? childOf(root, 'Error')
      : root.name === 'Error'
        ? root
        : undefined;
  const code = textOf(error, 'Code');
  if (code === undefined || !/^[\w.:-]{1,128}$/.test(code)) return undefined;
  return { code, message: textOf(error, 'Message') ?? '' };
}

/**
 * Reads the success of an action.
 *
 * @param action - `AssumeRoleWithWebIdentity`, `AssumeRole`
 * @returns what is wrong with it, as the rest of `the answer …`, or the role
 */
export function readAssumedRole(root: XmlElement, action: string): AssumedRole | string {
  if (root.name !== `${action}Response`) return `is not one of ${action}`;
  const result = childOf(root, `${action}Result`);
  const credentials = childOf(result, 'Credentials');
  const user = childOf(result, 'AssumedRoleUser');
  const accessKeyId = textOf(credentials, 'AccessKeyId');
  const secretAccessKey = textOf(credentials, 'SecretAccessKey');
  const sessionToken = textOf(credentials, 'SessionToken');
  if (!isToken(accessKeyId) || !isToken(secretAccessKey) || !isToken(sessionToken)) {
    return 'lacks credentials';
  }
  const expiresAt = readTime(textOf(credentials, 'Expiration'));
  if (expiresAt === undefined) return 'does not say when the credentials end';
  const arn = textOf(user, 'Arn');
  // As Ceph spells it.
  const assumedRoleId = textOf(user, 'AssumedRoleId') ?? textOf(user, 'AssumeRoleId');
  if (!isToken(arn) || !isToken(assumedRoleId)) return 'does not say whose credentials they are';
  const size = Number(textOf(result, 'PackedPolicySize') || Number.NaN);
  return {
    credentials: { accessKeyId, secretAccessKey, sessionToken, expiresAt },
    arn,
    assumedRoleId,
    ...optional('subject', textOf(result, 'SubjectFromWebIdentityToken')),
    ...optional('provider', textOf(result, 'Provider')),
    ...optional('audience', textOf(result, 'Audience')),
    ...optional('sourceIdentity', textOf(result, 'SourceIdentity')),
    ...(Number.isSafeInteger(size) && size >= 0 && { packedPolicySize: size }),
  };
}

/** It goes into header fields, variables and files: visible characters of one line. */
function isToken(text: string | undefined): text is string {
  return text !== undefined && /^[\x21-\x7e]+$/.test(text);
}

function optional<Name extends string>(
  name: Name,
  text: string | undefined,
): { readonly [K in Name]?: string } {
  return text === undefined || text === ''
    ? {}
    : ({ [name]: text } as { readonly [K in Name]: string });
}

/** ISO 8601 in UTC, as STS writes it. @returns seconds since the epoch */
function readTime(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(text)) {
    return undefined;
  }
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000);
}
