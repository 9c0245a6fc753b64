import type { ErrorCode } from '@drawbridge/core';

/** A token that no verifier may accept. */
export interface HostileToken {
  /** What is wrong with it; a test's title. */
  readonly name: string;
  readonly token: string;
  /** The fault that Drawbridge finds first. */
  readonly code: ErrorCode;
}
