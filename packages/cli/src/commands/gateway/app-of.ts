import { type AuthOrigin, createAppHosts } from '@drawbridge/gateway';
import type { GatewaySection } from '@drawbridge/gateway/node';
import { usage } from '../keys/key-options.ts';

/**
 * The host of the app that a proxy is configured for.
 *
 * @throws {DrawbridgeError} `usage_invalid` for one that the gateway does not know, or where none can be told
 */
export function appOf(
  { hosts }: Pick<GatewaySection, 'hosts'>,
  auth: AuthOrigin,
  given?: string,
): string {
  if (given === undefined) {
    const [first = ''] = hosts;
    if (!first.startsWith('*.')) return first.toLowerCase();
    throw usage(`gateway.hosts has ${first} first, which is no one host`, 'Say which with --app.');
  }
  const host = given.toLowerCase();
  if (createAppHosts(hosts, auth).has(host)) return host;
  throw usage(
    `the gateway answers for no host ${JSON.stringify(given)}: it is not in gateway.hosts`,
    'Add it there, or give one of those with --app.',
  );
}
