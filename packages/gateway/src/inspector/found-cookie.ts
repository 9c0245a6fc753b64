import type { VouchSession } from '@drawbridge/oauth';

/** A cookie that was verified, and has not ended. */
export interface FoundCookie {
  /** As it came, all parts joined. */
  readonly value: string;
  readonly session: VouchSession;
}
