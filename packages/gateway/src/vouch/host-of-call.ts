import type { HeaderField } from '@drawbridge/core';

/** The host of a call. @returns empty where there is none; of several no host */
export function hostOfCall(headers: readonly HeaderField[]): string {
  let host: string | undefined;
  for (const [field, value] of headers) {
    if (field.length !== 4 || (field !== 'host' && field.toLowerCase() !== 'host')) continue;
    host = host === undefined ? value : `${host}, ${value}`;
  }
  return host ?? '';
}
