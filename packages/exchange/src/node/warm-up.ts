import type { Runtime } from '@drawbridge/node';
import type { BuiltUpstream } from './build-upstreams.ts';

/** How many upstreams are asked for their keys at once. */
const WARMING = 16;

/** Loads the keys of upstreams that have none yet, and logs how that went. */
export async function warmUp(upstreams: readonly BuiltUpstream[], { log }: Runtime): Promise<void> {
  const queue = upstreams.filter(({ kept }) => !kept).values();
  const work = async () => {
    for (const { upstream, keys } of queue) {
      const { issuer } = upstream;
      try {
        log.info('upstream keys fetched', { issuer, keys: await keys.warm() });
      } catch (thrown) {
        log.warn('upstream keys not fetched', { issuer, detail: (thrown as Error).message });
      }
    }
  };
  await Promise.all(Array.from({ length: WARMING }, work));
}
