import type { Clock, KeyRing, Log, Verifier } from '@drawbridge/core';
import type { RuleSet } from '@drawbridge/rules';

/** What an exchange is built of. */
export interface ExchangeOptions {
  /** The public issuer: the `iss` of every token that is minted. */
  readonly issuer: string;
  /** Judges the tokens that come in. */
  readonly verifier: Verifier;
  /** Decides what goes out. */
  readonly rules: RuleSet;
  /** Signs what goes out. */
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly log: Log;
}
