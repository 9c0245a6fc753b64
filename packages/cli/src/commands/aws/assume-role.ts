import { type AssumedRole, assumeRoles, type WantedRoles } from '@drawbridge/clouds/aws';
import { openOutbound } from '@drawbridge/node';
import type { Config } from '../../context.ts';
import { readCa } from '../../read-ca.ts';
import { tellRetry } from '../../tell-retry.ts';
import type { Terminal } from '../../terminal.ts';

/** Milliseconds that one request may take. */
const REQUEST_TIMEOUT = 20_000;
const RETRIES = 4;

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
  wanted: WantedRoles,
  { ca: file, timeout }: CallFlags,
  config: Config,
  terminal: Terminal,
): Promise<AssumedRole> {
  const { env } = terminal;
  const ca = file === undefined ? undefined : await readCa(file, env);
  const http = await openOutbound(config.outbound ?? {}, env, { caVariable: 'AWS_CA_BUNDLE' });
  try {
    const deadline = timeout * 1000;
    const fetch = http.cloud({
      timeout: Math.min(deadline, REQUEST_TIMEOUT),
      caSetting: '--ca',
      ...(ca !== undefined && { ca }),
    });
    return await assumeRoles(wanted, {
      fetch,
      deadline,
      retries: RETRIES,
      onRetry: (retry) => tellRetry(retry, RETRIES, terminal),
    });
  } finally {
    await http.close();
  }
}
