import { documentUrlFault, isForbiddenHost } from '@drawbridge/core';

/**
 * What is wrong with an address that a provider names: a browser or a secret could go where it must not. http is for
 * this machine, and for a source on it.
 *
 * @param source - the address that it came from
 * @returns the rest of a sentence about the address; `undefined`: nothing
 */
export function addressFault(address: string, source: string): string | undefined {
  const fault = documentUrlFault(address);
  if (fault !== undefined) return fault;
  const url = new URL(address);
  if (url.protocol === 'http:' && new URL(source).protocol === 'https:')
    return 'is not an https URL';
  return isForbiddenHost(url) ? 'stands for a link-local or cloud metadata address' : undefined;
}
