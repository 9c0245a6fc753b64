import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isForbiddenAddress } from '@drawbridge/core';

/** Thrown when a name stands for an address that must never be connected to. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';

  constructor(host: string) {
    super(`${host} stands for a link-local or cloud metadata address`);
  }
}

/**
 * Name resolution for outbound connections. The addresses judged here are the ones
 * that are connected to, so a name that changes its mind in between gains nothing.
 */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: readonly LookupAddress[]) => {
    if (error !== null) {
      callback(error, []);
    } else if (addresses.some(({ address }) => isForbiddenAddress(address))) {
      callback(new ForbiddenAddressError(hostname), []);
    } else if (options.all === true) {
      callback(null, [...addresses]);
    } else {
      const first = addresses[0] as LookupAddress;
      callback(null, first.address, first.family);
    }
  });
};
