import type { AssumedRole } from '../assumed-role.ts';
import { isoTime } from './iso-time.ts';

/**
 * All that AWS answered, with the names and in the shape of AWS's own command line (STS API reference,
 * AssumeRoleWithWebIdentity, "Response Elements"): scripts that read the one read the other.
 *
 * @throws {DrawbridgeError} `cloud_invalid`
 */
export function answerJson(role: AssumedRole): string {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = role.credentials;
  // A member that was not answered is `undefined`, and not in the text.
  return JSON.stringify({
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: isoTime(expiresAt),
    },
    SubjectFromWebIdentityToken: role.subject,
    AssumedRoleUser: { AssumedRoleId: role.assumedRoleId, Arn: role.arn },
    PackedPolicySize: role.packedPolicySize,
    Provider: role.provider,
    Audience: role.audience,
    SourceIdentity: role.sourceIdentity,
  });
}
