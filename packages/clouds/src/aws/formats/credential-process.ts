import type { AwsCredentials } from '../assumed-role.ts';
import { isoTime } from './iso-time.ts';

/**
 * What a `credential_process` prints, as one line of JSON (AWS SDKs and Tools Reference Guide, "Process credential
 * provider"). An SDK runs the process again when the credentials are about to end.
 *
 * @throws {DrawbridgeError} `cloud_invalid`
 */
export function credentialProcessAnswer(credentials: AwsCredentials): string {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = credentials;
  return JSON.stringify({
    Version: 1,
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: isoTime(expiresAt),
  });
}
