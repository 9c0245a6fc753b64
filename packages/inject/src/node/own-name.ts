import type { ListenAddress } from '@drawbridge/node';
import { nameFault } from '../call/called-host.ts';

/**
 * The name that a proxy is called by since it listens there. No page can have an address lead elsewhere, as it can a name
 * of its own.
 *
 * @returns one at most: who listens on every address is called by any
 */
export function ownName({ host }: Pick<ListenAddress, 'host'>): readonly string[] {
  if (host === '0.0.0.0' || host === '::') return [];
  const name = host.includes(':') ? `[${host}]` : host;
  return nameFault(name) === undefined ? [name] : [];
}
