import { InvalidArgumentError } from 'commander';
import { usage } from '../keys/key-options.ts';
import type { Claims } from './claim-options.ts';

/** Session tags in the order in which they were given. */
export type Tags = readonly (readonly [key: string, value: string])[];

/** Adds a session tag that is given as `key=value`, for an option that may be repeated. */
export function tagOption(value: string, earlier: Tags = []): Tags {
  const at = value.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Give KEY=VALUE, such as Team=blue.');
  return [...earlier, [value.slice(0, at), value.slice(at + 1)]];
}

/** What a token says to AWS, as options have it. */
export interface AwsOptions {
  readonly awsTag?: Tags;
  readonly awsTransitiveTag?: readonly string[];
  readonly awsSourceIdentity?: string;
}

/**
 * The further claims of a token: those that are given, and those that carry session tags and a source identity to AWS.
 *
 * @throws {DrawbridgeError} `usage_invalid` when a claim is given both ways; `cloud_setting_invalid` for what AWS would
 *   refuse
 */
export async function furtherClaims(
  given: Claims,
  { awsTag: tags, awsTransitiveTag: transitive, awsSourceIdentity: sourceIdentity }: AwsOptions,
): Promise<Claims> {
  if (tags === undefined && transitive === undefined && sourceIdentity === undefined) return given;
  const { awsClaims } = await import('@drawbridge/clouds/aws');
  const claims = awsClaims({
    ...(tags !== undefined && { tags }),
    ...(transitive !== undefined && { transitive }),
    sourceIdentity,
  });
  const twice = Object.keys(claims).find((name) => given.has(name));
  if (twice !== undefined) {
    throw usage(
      `the claim ${twice} is given by --claim and by an option of AWS`,
      'Leave one of them out.',
    );
  }
  return new Map([...given, ...Object.entries(claims)]);
}
