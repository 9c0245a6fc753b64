import { lookup } from 'node:dns/promises';
import type { SeenTls } from '@drawbridge/clouds/doctor';
import { bareHost, isForbiddenAddress, parseIpAddress } from '@drawbridge/core';
import { judgeServedChain } from '@drawbridge/node';

/** Milliseconds. */
const PATIENCE = 10_000;

/** How a host looks from here. */
export interface SeenHost {
  /** What its name stands for; none where that could not be told. */
  readonly addresses: readonly string[];
  /** Nothing for plain http, or where the server was not reached. */
  readonly tls?: SeenTls;
}

/**
 * Looks up the name of a host, and looks at its certificate.
 *
 * @param ca - PEM certificates of the authorities to trust, in place of the system's
 */
export async function lookAtHost(url: URL, ca: string | undefined): Promise<SeenHost> {
  const addresses = await addressesOf(url);
  const isReachable = addresses.length > 0 && !addresses.some(isForbiddenAddress);
  const tls = url.protocol === 'https:' && isReachable ? await lookAtTls(url, ca) : undefined;
  return { addresses, ...(tls !== undefined && { tls }) };
}

async function addressesOf(url: URL): Promise<readonly string[]> {
  const host = bareHost(url);
  if (parseIpAddress(host) !== undefined) return [host];
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

/** @returns `undefined` where there was no handshake: where a proxy is the only way out there is nothing to be seen */
async function lookAtTls(url: URL, ca: string | undefined): Promise<SeenTls | undefined> {
  try {
    return await judgeServedChain({
      host: url.hostname,
      port: Number(url.port || 443),
      timeout: PATIENCE,
      ...(ca !== undefined && { ca }),
    });
  } catch {
    return undefined;
  }
}
