import { setTimeout as sleep } from 'node:timers/promises';
import { fetchText } from './fetch-text.ts';

/** What a load balancer knows of a server. */
export interface Balancer {
  /** Whether new connections may go there. */
  isReady(): boolean;
  stop(): Promise<void>;
}

/** Milliseconds between two questions. */
const INTERVAL = 50;

/**
 * Asks a server again and again whether it is ready, as a load balancer does.
 *
 * @param readyUrl - answers 200 when it is
 */
export function startBalancer(readyUrl: URL, ca?: string): Balancer {
  const stopping = new AbortController();
  let ready = false;
  const asking = (async () => {
    while (!stopping.signal.aborted) {
      const reply = await fetchText(readyUrl, ca).catch(() => undefined);
      ready = reply?.status === 200;
      await sleep(INTERVAL);
    }
  })();
  return {
    isReady: () => ready,
    async stop() {
      stopping.abort();
      await asking;
    },
  };
}
