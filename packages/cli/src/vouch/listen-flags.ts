import { usageError } from '@drawbridge/core';
import type { GivenValue, VouchKeyName } from '@drawbridge/gateway/node';
import { listenFault, parseListenAddress } from '@drawbridge/node';

/** What a flag gives. */
export type FlagValues = ReadonlyMap<VouchKeyName, GivenValue>;

/**
 * What `--listen` says of a Vouch Proxy's keys.
 *
 * @param listen - an address, or `unix:/path`
 * @throws {DrawbridgeError} `usage_invalid`
 */
export function listenFlags(listen: string | undefined): FlagValues {
  if (listen === undefined) return new Map();
  const place = '--listen';
  if (listen.startsWith('unix:')) return new Map([['vouch.listen', { value: listen, place }]]);
  const message = listenFault(listen);
  if (message !== undefined) throw usageError([{ path: place, message }]);
  const { host, port } = parseListenAddress(listen);
  return new Map([
    ['vouch.listen', { value: host, place }],
    ['vouch.port', { value: port, place }],
  ]);
}
