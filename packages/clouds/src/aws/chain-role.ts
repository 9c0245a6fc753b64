import { quote } from '@drawbridge/core';
import { AwsV4Signer } from 'aws4fetch';
import { askSts, type AskOptions } from './ask-sts.ts';
import type { AssumedRole, AwsCredentials } from './assumed-role.ts';
import type { RoleArn } from './role-arn.ts';
import { SESSION_LIMITS, sessionForm, type SessionOptions } from './session-limits.ts';
import { settingFault } from '../setting-fault.ts';
import type { StsEndpoint } from './sts-endpoint.ts';
import { isSourceIdentity } from './token-claims.ts';

/** Which role is assumed with the credentials of which other. */
export interface AssumeRoleOptions extends AskOptions, SessionOptions {
  readonly role: RoleArn;
  readonly endpoint: StsEndpoint;
  /** Of the role that this one is assumed from. Secrets. */
  readonly credentials: AwsCredentials;
  /** Who it is in the end; it stays in all sessions that follow, and cannot be changed. */
  readonly sourceIdentity?: string | undefined;
  /** What the trust policy of the role may ask of other accounts. */
  readonly externalId?: string | undefined;
}

/**
 * Assumes a role with the credentials of another: AssumeRole (STS API reference), signed with Signature Version 4. Such
 * a session has an hour at most (IAM user guide, "Role chaining"). No session tags are passed: those of a token that are
 * transitive go on by themselves.
 *
 * @throws {DrawbridgeError} as `assumeRoleWithWebIdentity`
 */
export async function assumeRole(options: AssumeRoleOptions): Promise<AssumedRole> {
  const { role, endpoint, credentials, sourceIdentity, externalId, retry: policy } = options;
  const form = [['RoleArn', role.arn], ...sessionForm(options, SESSION_LIMITS.longestChained)] as [
    string,
    string,
  ][];
  if (sourceIdentity !== undefined) {
    if (!isSourceIdentity(sourceIdentity)) {
      throw settingFault(
        `${quote(sourceIdentity)} is no source identity`,
        'It has 2 to 64 letters, digits and _+=,.@- alone.',
      );
    }
    form.push(['SourceIdentity', sourceIdentity]);
  }
  if (externalId !== undefined) {
    // STS API reference, AssumeRole, ExternalId.
    if (!/^[\w+=,.@:/-]{2,1224}$/.test(externalId)) {
      throw settingFault('the external ID is not 2 to 1,224 letters, digits and _+=,.@:/- alone');
    }
    form.push(['ExternalId', externalId]);
  }
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return askSts(
    {
      url: endpoint.url,
      action: 'AssumeRole',
      roleArn: role.arn,
      form,
      claims: {},
      secrets: [secretAccessKey, sessionToken],
      async sign(url, body) {
        const now = new Date(policy?.clock?.now() ?? Date.now());
        const signer = new AwsV4Signer({
          method: 'POST',
          url,
          body,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          accessKeyId,
          secretAccessKey,
          sessionToken,
          service: 'sts',
          region: endpoint.region,
          datetime: now.toISOString().replace(/[:-]|\.\d{3}/g, ''),
        });
        const { headers } = await signer.sign();
        const own = ['authorization', 'x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'];
        return Object.fromEntries(
          own.flatMap((name): [string, string][] => {
            const value = headers.get(name);
            return value === null ? [] : [[name, value]];
          }),
        );
      },
    },
    options,
  );
}
