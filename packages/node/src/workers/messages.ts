import type { LogFields } from '@drawbridge/core';

/** What the primary may ask a worker for. */
export type Question = 'figures' | 'readiness';

/** How long it takes to stop, in seconds. */
export interface StopTerms {
  /** For which calls are still taken. */
  readonly delay: number;
  /** That calls under way have then. */
  readonly patience: number;
}

/** What a worker tells the primary. */
export type FromWorker =
  /** It listens to its primary from now on; what was said before is lost. */
  | { readonly act: 'joined' }
  /** It serves. */
  | { readonly act: 'ready'; readonly fields: LogFields }
  /** It heard that it is to stop. */
  | ({ readonly act: 'stopping' } & StopTerms)
  /** Nobody can connect to it any more. */
  | { readonly act: 'unreachable' }
  /** All its calls have ended; so many connections were cut off, and so many milliseconds it took. */
  | { readonly act: 'stopped'; readonly cutOff: number; readonly ms: number }
  | { readonly act: 'answer'; readonly id: number; readonly value: unknown };

/** What the primary tells a worker. */
export type ToWorker =
  | { readonly act: 'stop'; readonly signal: string }
  | { readonly act: 'reload' }
  /** Nobody can connect to any worker any more. */
  | { readonly act: 'all-unreachable' }
  | { readonly act: 'ask'; readonly id: number; readonly question: Question };
