import type { Runtime } from '@drawbridge/node';
import type { Provider } from '../provider/start-provider.ts';
import type { Witness } from '../witness.ts';
import type { Decisions } from './decisions.ts';

/** What each part of the try-out system is opened with. */
export interface Surroundings {
  /** Where it listens; any that is free where it is taken. */
  readonly port: number;
  readonly provider: Provider;
  readonly runtime: Runtime;
  readonly witness: Witness;
  readonly decisions: Decisions;
  /** Told what ends each thing that was opened, in the order of opening. */
  readonly later: (close: () => Promise<unknown>) => void;
}
