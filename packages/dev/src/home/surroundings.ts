import type { Runtime } from '@drawbridge/node';
import type { Provider } from '../provider/start-provider.ts';
import type { Witness } from '../witness.ts';
import type { Decisions } from './decisions.ts';
import type { Later } from './open-once.ts';

/** What each part of the try-out system is opened with. */
export interface Surroundings {
  /** Where it listens; any that is free where it is taken. */
  readonly port: number;
  readonly provider: Provider;
  readonly runtime: Runtime;
  readonly witness: Witness;
  readonly decisions: Decisions;
  readonly later: Later;
}
