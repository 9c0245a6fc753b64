import type { AwsCredentials } from '../assumed-role.ts';
import { isoTime } from './iso-time.ts';

/**
 * What an endpoint of container credentials answers (AWS SDKs and Tools Reference Guide, "Container credential provider"):
 * as a credential process prints it, but for the version, and the session token is named `Token`.
 *
 * @throws {DrawbridgeError} `cloud_invalid`
 */
export function containerCredentials(credentials: AwsCredentials): string {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = credentials;
  return JSON.stringify({
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: isoTime(expiresAt),
  });
}
