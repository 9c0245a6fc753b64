import {
  assumeRoles,
  type AwsCredentials,
  parseRoleArn,
  sessionOfClaims,
  stsEndpoint,
} from '@drawbridge/clouds/aws';
import { decodeToken, toDrawbridgeError } from '@drawbridge/core';
import type { HttpClient } from '@drawbridge/node';
import { withAdvice } from '../../faults/with-advice.ts';
import type { AwsSettings } from '../../login-settings.ts';

/** How STS is asked for a login. */
export interface RoleCredentialsOptions {
  readonly http: HttpClient;
  /** `AWS_REGION` and others count where the login was made without. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds for everything. */
  readonly deadline: number;
  readonly signal?: AbortSignal;
}

const LOOK = '"drawbridge doctor login" looks at all that a sign-in needs.';

/**
 * Trades an ID token for credentials of the role of a login, and of those in its chain.
 *
 * @throws {DrawbridgeError} `cloud_…`, `token_malformed`, `token_too_large`
 */
export async function roleCredentials(
  aws: AwsSettings,
  idToken: string,
  { http, env, deadline, signal }: RoleCredentialsOptions,
): Promise<AwsCredentials> {
  const { region, endpointUrl, duration, policy, policyArns } = aws;
  const place = (arn: string) => {
    const role = parseRoleArn(arn);
    // What is kept goes before the environment here: it is that of the sign-in, and whichever program has credentials
    // renewed must not have the token sent to an address of its own, such as that of a test double of AWS.
    return { role, endpoint: stsEndpoint({ role, region, endpointUrl, env }) };
  };
  const { claims } = decodeToken(idToken, idToken.length);
  const wanted = {
    ...place(aws.role),
    chain: (aws.chain ?? []).map(place),
    token: idToken,
    sessionName: aws.sessionName ?? sessionOfClaims(claims),
    duration,
    policy,
    policyArns,
  };
  const how = { fetch: http.cloud(), deadline, ...(signal !== undefined && { signal }) };
  try {
    return (await assumeRoles(wanted, how)).credentials;
  } catch (thrown) {
    const isRefused = toDrawbridgeError(thrown).code === 'cloud_refused';
    throw isRefused ? withAdvice(thrown, LOOK) : thrown;
  }
}
