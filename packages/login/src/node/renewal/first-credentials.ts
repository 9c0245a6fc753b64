import { type AwsCredentials, longestSession } from '@drawbridge/clouds/aws';
import type { AwsSettings, WantedAws } from '../../login-settings.ts';
import { roleCredentials, type RoleCredentialsOptions } from './role-credentials.ts';

/** Credentials of a role, and the settings by which they are to be had again. */
export interface FirstCredentials {
  readonly aws: AwsSettings;
  readonly credentials: AwsCredentials;
}

/**
 * Trades an ID token for the first credentials of a login, and finds out how long a session may be where the longest is
 * wanted.
 *
 * @throws {DrawbridgeError} `cloud_…`, `token_malformed`, `token_too_large`
 */
export async function firstCredentials(
  wanted: WantedAws,
  idToken: string,
  options: RoleCredentialsOptions,
): Promise<FirstCredentials> {
  const { duration: length, ...rest } = wanted;
  if (length !== 'max') {
    const aws = { ...rest, ...(length !== undefined && { duration: length }) };
    return { aws, credentials: await roleCredentials(aws, idToken, options) };
  }
  const end = performance.now() + options.deadline;
  const isChained = (rest.chain ?? []).length > 0;
  const { value, duration } = await longestSession(isChained, (seconds) => {
    const deadline = Math.max(1, end - performance.now());
    return roleCredentials({ ...rest, duration: seconds }, idToken, { ...options, deadline });
  });
  return { aws: { ...rest, duration }, credentials: value };
}
