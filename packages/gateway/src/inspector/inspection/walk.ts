import type { SignatureKeys } from './check-signature.ts';
import type { Layer, Warning } from './inspection.ts';
import type { Mask } from './mask.ts';

/** A way through layers, with what was found so far. */
export interface Walk {
  /** Seconds since the epoch. */
  readonly now: number;
  readonly mask: Mask;
  readonly keys: SignatureKeys;
  readonly layers: Layer[];
  readonly warnings: Warning[];
  /** Of the first token that was found. */
  summary: string | undefined;
  /** Characters of JWTs that may still be looked into: a few bytes that were compressed come to many. */
  room: number;
}
