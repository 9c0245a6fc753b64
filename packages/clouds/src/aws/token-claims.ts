import { quote } from '@drawbridge/core';
import { settingFault } from '../setting-fault.ts';

/** IAM user guide, "Passing session tags using AssumeRoleWithWebIdentity". */
export const TAGS_CLAIM = 'https://aws.amazon.com/tags';
/** IAM user guide, "Monitor and control actions taken with assumed roles". */
export const SOURCE_IDENTITY_CLAIM = 'https://aws.amazon.com/source_identity';
/** Service authorization reference, actions of STS, at `sts:RoleAuthorizedByIdp`. */
export const ROLES_CLAIM = 'https://aws.amazon.com/roles';

/** IAM user guide, "IAM and AWS STS quotas", STS entity limits; STS API reference, Tag. */
export const TAG_LIMITS = { tags: 50, keyLength: 128, valueLength: 256 } as const;

/** STS API reference, Tag: `[\p{L}\p{Z}\p{N}_.:/=+\-@]`. */
export const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** What a token says to AWS beside who it is for. */
export interface AwsClaimsOptions {
  /** Session tags. Keys that differ in their case alone are the same to AWS. */
  readonly tags?: readonly (readonly [key: string, value: string])[];
  /** Keys of tags that go on to roles that are assumed from this session. */
  readonly transitive?: readonly string[];
  readonly sourceIdentity?: string | undefined;
}

/**
 * The claims of a token that carry session tags and a source identity to AWS.
 *
 * @returns only the claims that are asked for
 * @throws {DrawbridgeError} `cloud_setting_invalid` for what AWS would refuse
 */
export function awsClaims({
  tags = [],
  transitive = [],
  sourceIdentity,
}: AwsClaimsOptions): Readonly<Record<string, unknown>> {
  if (tags.length > TAG_LIMITS.tags) {
    throw settingFault(`there are ${tags.length} session tags, and AWS takes ${TAG_LIMITS.tags}`);
  }
  const seen = new Map<string, string>();
  for (const [key, value] of tags) {
    requireTag(key, value);
    const other = seen.get(key.toLowerCase());
    if (other !== undefined) {
      throw settingFault(
        `the session tags ${quote(other)} and ${quote(key)} are the same`,
        'AWS does not tell keys apart by their case.',
      );
    }
    seen.set(key.toLowerCase(), key);
  }
  const keys = new Set<string>();
  for (const key of transitive) {
    const named = seen.get(key.toLowerCase());
    if (named === undefined) {
      throw settingFault(`${quote(key)} is transitive, and there is no session tag of that key`);
    }
    keys.add(named);
  }
  if (sourceIdentity !== undefined && !isSourceIdentity(sourceIdentity)) {
    throw settingFault(
      `${quote(sourceIdentity)} is no source identity`,
      'It has 2 to 64 letters, digits and _+=,.@- alone, and does not begin with aws:.',
    );
  }
  return {
    ...(tags.length > 0 && {
      [TAGS_CLAIM]: {
        // Of entries, for __proto__ is a key like any other.
        principal_tags: Object.fromEntries(tags.map(([key, value]) => [key, [value]])),
        ...(keys.size > 0 && { transitive_tag_keys: [...keys] }),
      },
    }),
    ...(sourceIdentity !== undefined && { [SOURCE_IDENTITY_CLAIM]: sourceIdentity }),
  };
}

/** STS API reference, AssumeRole, SourceIdentity: 2 to 64 of `[\w+=,.@-]`, and not beginning with `aws:`, which has a colon. */
export function isSourceIdentity(text: string): boolean {
  return /^[A-Za-z0-9_+=,.@-]{2,64}$/.test(text);
}

function requireTag(key: string, value: string): void {
  const { keyLength, valueLength } = TAG_LIMITS;
  if (key === '' || Array.from(key).length > keyLength || !TAG_TEXT.test(key)) {
    throw settingFault(
      `${quote(key)} is no key of a session tag`,
      `A key has 1 to ${keyLength} letters, digits, spaces and _.:/=+-@ alone.`,
    );
  }
  // IAM user guide, "Rules for tagging in IAM and AWS STS".
  if (key.toLowerCase().startsWith('aws:')) {
    throw settingFault(`the session tag ${quote(key)} begins with aws:, which is AWS's own`);
  }
  if (Array.from(value).length > valueLength || !TAG_TEXT.test(value)) {
    throw settingFault(
      `the value of the session tag ${quote(key)} is none that AWS takes`,
      `A value has up to ${valueLength} letters, digits, spaces and _.:/=+-@ alone.`,
    );
  }
}
