import type { DrawbridgeError, HeaderField } from '@drawbridge/core';

/** `Retry-After` (RFC 9110 section 10.2.3) of a fault that may pass, in seconds; no field of any other. */
export function retryAfterField({
  retryAfter,
}: Pick<DrawbridgeError, 'retryAfter'>): readonly HeaderField[] {
  return retryAfter === undefined ? [] : [['retry-after', String(retryAfter)]];
}
