import { quote } from '@drawbridge/core';
import { findPartition } from './partitions.ts';
import { isSessionName, sessionName } from './session-name.ts';
import { settingFault } from '../setting-fault.ts';

/** STS API reference, AssumeRoleWithWebIdentity and AssumeRole: the bounds of what both take. */
export const SESSION_LIMITS = {
  /** Seconds. */
  shortest: 900,
  /** Seconds; the role's MaxSessionDuration may be less. */
  longest: 43_200,
  /** Seconds; IAM user guide, "Role chaining". */
  longestChained: 3600,
  policyArns: 10,
  /** Characters of the session policy and the ARNs together, in plain text. */
  policyText: 2048,
  /** Characters. */
  arnLength: 2048,
} as const;

/** What a session of a role may be like. */
export interface SessionOptions {
  /** See `sessionName`. */
  readonly sessionName: string;
  /** Seconds, 900 to 43,200. Default: AWS's, an hour. */
  readonly duration?: number | undefined;
  /** A session policy, in JSON: the session may do what it and the role allow. */
  readonly policy?: string | undefined;
  /** ARNs of managed policies that are session policies too. At most ten. */
  readonly policyArns?: readonly string[] | undefined;
}

/**
 * What STS takes of a session, as members of its form.
 *
 * @param longest - seconds
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function sessionForm(
  { sessionName: name, duration, policy, policyArns = [] }: SessionOptions,
  longest: number = SESSION_LIMITS.longest,
): readonly (readonly [name: string, value: string])[] {
  if (!isSessionName(name)) {
    throw settingFault(
      `the session name ${quote(name)} has characters that AWS does not take, or not 2 to 64 of them`,
      `It may have letters, digits and _+=,.@- alone: ${sessionName(name)}.`,
    );
  }
  const form: (readonly [string, string])[] = [['RoleSessionName', name]];
  if (duration !== undefined) {
    requireDuration(duration, longest);
    form.push(['DurationSeconds', String(duration)]);
  }
  requirePolicies(policy, policyArns);
  if (policy !== undefined) form.push(['Policy', policy]);
  for (const [index, arn] of policyArns.entries()) {
    form.push([`PolicyArns.member.${index + 1}.arn`, arn]);
  }
  return form;
}

function requireDuration(duration: number, longest: number): void {
  const { shortest, longestChained } = SESSION_LIMITS;
  if (Number.isSafeInteger(duration) && duration >= shortest && duration <= longest) return;
  throw settingFault(
    `a session of ${duration} seconds is not to be had: it takes ${shortest} to ${longest}`,
    longest === longestChained
      ? 'A role that is assumed from another role has sessions of an hour at most.'
      : 'Beyond an hour, the role must allow it too: its maximum session duration.',
  );
}

function requirePolicies(policy: string | undefined, arns: readonly string[]): void {
  if (arns.length > SESSION_LIMITS.policyArns) {
    throw settingFault(
      `there are ${arns.length} session policy ARNs, and AWS takes ${SESSION_LIMITS.policyArns}`,
    );
  }
  for (const arn of arns) {
    if (!isPolicyArn(arn)) {
      throw settingFault(
        `${quote(arn)} is not the ARN of a policy`,
        'Such an ARN looks like arn:aws:iam::aws:policy/ReadOnlyAccess.',
      );
    }
  }
  if (policy !== undefined && !isPolicyText(policy)) {
    throw settingFault(
      'the session policy is not a JSON object in characters of Latin-1',
      'It is a policy such as {"Version":"2012-10-17","Statement":[…]}.',
    );
  }
  const length = (policy?.length ?? 0) + arns.reduce((sum, arn) => sum + arn.length, 0);
  if (length > SESSION_LIMITS.policyText) {
    throw settingFault(
      `the session policies have ${length} characters together, and AWS takes ${SESSION_LIMITS.policyText}`,
      'Leave white space out, or name managed policies by their ARNs.',
    );
  }
}

/** Whether a text is the ARN of an IAM policy, of AWS's or of an account. */
export function isPolicyArn(arn: string): boolean {
  const [prefix, partition = '', ...rest] = arn.split(':');
  return (
    prefix === 'arn' &&
    arn.length <= SESSION_LIMITS.arnLength &&
    findPartition(partition) !== undefined &&
    /^iam::(?:aws|\d{12}):policy\/[\w+=,.@/-]{1,512}$/.test(rest.join(':'))
  );
}

/** STS API reference, Policy: `[\u0009\u000A\u000D\u0020-\u00FF]+`. */
function isPolicyText(policy: string): boolean {
  // oxlint-disable-next-line no-control-regex -- white space is allowed in it
  if (!/^[\u0009\u000A\u000D\u0020-\u00FF]+$/.test(policy)) return false;
  try {
    const value: unknown = JSON.parse(policy);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
