import {
  assumeRole,
  type AssumedRole,
  assumeRoleWithWebIdentity,
  type RoleArn,
  type StsEndpoint,
} from '@drawbridge/clouds/aws';
import { openOutbound } from '@drawbridge/node';
import type { Config } from '../../context.ts';
import { readCa } from '../../read-ca.ts';
import { tellRetry } from '../../tell-retry.ts';
import type { Terminal } from '../../terminal.ts';

/** Milliseconds that one request may take, when all of them may take longer. */
const REQUEST_TIMEOUT = 20_000;
const RETRIES = 4;

/** What is asked of STS. */
export interface Wanted {
  readonly token: string;
  readonly role: RoleArn;
  readonly endpoint: StsEndpoint;
  readonly sessionName: string;
  /** Roles that are assumed after it, each with the credentials of the one before. */
  readonly chain: readonly { readonly role: RoleArn; readonly endpoint: StsEndpoint }[];
  /** Seconds. */
  readonly duration?: number | undefined;
  readonly policy?: string | undefined;
  readonly policyArns?: readonly string[] | undefined;
}

export interface CallFlags {
  readonly ca?: string;
  /** Seconds. */
  readonly timeout: number;
}

/**
 * Asks STS for the credentials of a role, and of those in the chain after it. What limits the session limits the last of them.
 *
 * @throws {DrawbridgeError} `cloud_…`, `token_…`, `usage_invalid`
 */
export async function callSts(
  wanted: Wanted,
  { ca: file, timeout }: CallFlags,
  config: Config,
  terminal: Terminal,
): Promise<AssumedRole> {
  const { env } = terminal;
  const ca = file === undefined ? undefined : await readCa(file, env);
  const http = await openOutbound(config.outbound ?? {}, env, { caVariable: 'AWS_CA_BUNDLE' });
  try {
    const end = performance.now() + timeout * 1000;
    const limit = Math.min(timeout * 1000, REQUEST_TIMEOUT);
    const fetch = http.cloud({
      timeout: limit,
      caSetting: '--ca',
      ...(ca !== undefined && { ca }),
    });
    const how = () => ({
      fetch,
      timeout: limit,
      sessionName: wanted.sessionName,
      retry: {
        retries: RETRIES,
        deadline: Math.max(1, end - performance.now()),
        onRetry: (retry: Parameters<typeof tellRetry>[0]) => tellRetry(retry, RETRIES, terminal),
      },
    });
    const { token, role, endpoint, chain, duration, policy, policyArns } = wanted;
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
      assumed = await assumeRole({
        ...how(),
        ...(isLast(index + 1) && last),
        ...link,
        credentials,
      });
    }
    return assumed;
  } finally {
    await http.close();
  }
}
