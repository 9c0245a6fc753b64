import { setTimeout as sleep } from 'node:timers/promises';
import type { Health } from '@drawbridge/node';
import type { Signals } from '../../catch-signals.ts';
import { stopTerms } from './section-of.ts';
import type { Teller } from './tell-itself.ts';

/** What is drained: its section may be another by the time that it is told to stop. */
export interface Drained {
  readonly health: Health;
  readonly section: Parameters<typeof stopTerms>[0];
}

/** Waits for the signal to stop; from then on nothing new should come, and what comes is served for a while. */
export async function drain(
  service: Drained,
  signals: Signals,
  teller: Pick<Teller, 'stopping'>,
): Promise<void> {
  const signal = await signals.stop;
  service.health.drain();
  const terms = stopTerms(service.section);
  teller.stopping(signal, terms);
  await sleep(terms.delay * 1000);
}
