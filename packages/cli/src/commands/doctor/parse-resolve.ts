import { parseIpAddress } from '@drawbridge/core';
import { usage } from '../keys/key-options.ts';

/**
 * Where hosts are: the values of `--resolve`, which are `HOST:ADDRESS`.
 *
 * @returns addresses as they stand in a URL, by the host
 * @throws {DrawbridgeError} `usage_invalid`
 */
export function parseResolve(values: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    values.map((value) => {
      const [, host, given = ''] = /^([A-Za-z\d.-]+):(.+)$/.exec(value) ?? [];
      const address = given.replace(/^\[(.*)\]$/, '$1');
      if (host === undefined || parseIpAddress(address) === undefined) {
        throw usage(
          '--resolve is not HOST:ADDRESS',
          'Give the name and an IP address, such as app.example.com:192.0.2.10.',
        );
      }
      return [host.toLowerCase(), address.includes(':') ? `[${address}]` : address] as const;
    }),
  );
}
