import type { RetryPolicy } from '@drawbridge/core';
import type { CloudFetch } from './ask-sts.ts';
import { assumeRoleWithWebIdentity } from './assume-role.ts';
import type { AssumedRole } from './assumed-role.ts';
import { assumeRole } from './chain-role.ts';
import type { RoleArn } from './role-arn.ts';
import type { StsEndpoint } from './sts-endpoint.ts';

/** A role, and where STS is asked for it. */
export interface PlacedRole {
  /** From `parseRoleArn`. */
  readonly role: RoleArn;
  /** From `stsEndpoint`. */
  readonly endpoint: StsEndpoint;
}

/** What is asked of STS. */
export interface WantedRoles extends PlacedRole {
  /** Of an OpenID provider. A secret. */
  readonly token: string;
  /** See `sessionName`. */
  readonly sessionName: string;
  /** Roles that are assumed after it, each with the credentials of the one before. */
  readonly chain: readonly PlacedRole[];
  /** Seconds. It limits the session of the last of them, as the policies do. */
  readonly duration?: number | undefined;
  readonly policy?: string | undefined;
  readonly policyArns?: readonly string[] | undefined;
}

/** How STS is asked for all of them. */
export interface AssumeRolesOptions {
  readonly fetch: CloudFetch;
  /** Milliseconds for everything, the waits included. */
  readonly deadline: number;
  /** Attempts after the first, for each of them. Default: 4. */
  readonly retries?: number;
  readonly onRetry?: RetryPolicy['onRetry'];
  readonly signal?: AbortSignal;
}

/** Milliseconds that one request may take, when all of them may take longer. */
const REQUEST_TIMEOUT = 20_000;

/**
 * Asks STS for the credentials of a role by a token, and of those in the chain after it.
 *
 * @throws {DrawbridgeError} `cloud_…`, `token_malformed`, `token_too_large`
 * @throws the signal's reason, when it is aborted
 */
export async function assumeRoles(
  { token, role, endpoint, sessionName, chain, duration, policy, policyArns }: WantedRoles,
  { fetch, deadline, retries = 4, onRetry, signal }: AssumeRolesOptions,
): Promise<AssumedRole> {
  const end = performance.now() + deadline;
  const how = () => ({
    fetch,
    sessionName,
    timeout: Math.min(deadline, REQUEST_TIMEOUT),
    retry: {
      retries,
      deadline: Math.max(1, end - performance.now()),
      ...(onRetry !== undefined && { onRetry }),
    },
    ...(signal !== undefined && { signal }),
  });
  const last = { duration, policy, policyArns };
  const isLast = (count: number) => count === chain.length;
  let assumed = await assumeRoleWithWebIdentity({
    ...how(),
    ...(isLast(0) && last),
    token,
    role,
    endpoint,
  });
  for (const [index, link] of chain.entries()) {
    const { credentials } = assumed;
    assumed = await assumeRole({ ...how(), ...(isLast(index + 1) && last), ...link, credentials });
  }
  return assumed;
}
