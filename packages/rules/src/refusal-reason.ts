import type { ErrorCode } from '@drawbridge/core';

/**
 * Why nothing is handed out: no rule is about such a token (`rule`), those that are do not allow what
 * was asked for (`target`), or serve only clients that prove who they are (`client`).
 */
export type RefusalReason = 'rule' | 'target' | 'client';

/** The fault that each reason is. */
export const REFUSAL_CODES: Readonly<Record<RefusalReason, ErrorCode>> = {
  rule: 'rule_denied',
  target: 'target_denied',
  client: 'client_unknown',
};

/** A rule that would decide if the caller proved to be one of its clients. */
export interface Wanting {
  readonly rule: string;
  readonly clients: readonly string[];
}
