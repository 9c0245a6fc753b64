import type { DoctorRule, RelyingParty } from '@drawbridge/clouds/doctor';

/** Who reads the documents of an issuer. */
export type Reader = RelyingParty['name'];

/** One thing that is wrong with what an issuer publishes. */
export interface Finding {
  /** Names the kind of it, for scripts: a rule of `drawbridge doctor`, or one of our own. */
  readonly id: string;
  readonly about: DoctorRule['about'];
  /** An `error` has a relying party refuse tokens, or lets anybody make them. */
  readonly level: 'error' | 'warning';
  /** What was seen. */
  readonly message: string;
  /** What to do. */
  readonly advice: string;
  /** Who refuses tokens for it. */
  readonly refusedBy: readonly Reader[];
  /** Who may refuse tokens for it, or later. Where it is nobody either, it is a finding of our own. */
  readonly mindedBy: readonly Reader[];
}
