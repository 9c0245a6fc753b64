import type { Reply } from '@drawbridge/core';
import type { Guard } from '../guard.ts';

/** The metadata document, for a request that asks for it (RFC 9728 section 3); `undefined` for any other. */
export function metadataAt(
  { metadata }: Pick<Guard<never>, 'metadata'>,
  method: string,
  path: string,
): Reply | undefined {
  const reads = method === 'GET' || method === 'HEAD';
  return reads && path === metadata?.path ? metadata.reply : undefined;
}
