import type { Outcome } from './outcome.ts';
import type { Scene } from './scene.ts';

/** What a rule looks at, in the order in which a token travels. */
export const SUBJECTS = ['address', 'tls', 'discovery', 'keys', 'token', 'trust'] as const;

/** One thing that can be looked at, for one or more of what a relying party asks for. */
export interface DoctorRule<Trust = unknown, Name extends string = string> {
  /** Names it, for scripts: `token-lifetime`. */
  readonly id: string;
  /** The requirements that it is about, by their names. */
  readonly of: readonly [Name, ...Name[]];
  readonly about: (typeof SUBJECTS)[number];
  /**
   * An `error` has the relying party refuse the token; a `warning` may, or later. What is `asked` never fails: it cannot be
   * known from here, and the answer says who is to be asked.
   */
  readonly level: 'error' | 'warning' | 'asked';
  /** The value that is wanted, in words. */
  readonly wanted: string;
  /** Nothing where what the relying party was set up with was given, and says more: see `left-to-trust.ts`. */
  readonly judge: (scene: Scene<Trust>) => Outcome | undefined;
}
