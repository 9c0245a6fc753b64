import { DrawbridgeError, type JsonObject, serverWords } from '@drawbridge/core';
import { FAULT_ROWS, type FaultRow } from './fault-rows.ts';
import type { StsRefusal } from './sts-answer.ts';
import { SessionTooLong } from './longest-session.ts';
import { factsOf } from './token-facts.ts';

/** What an error of STS was the answer to. */
export interface FaultCause {
  /** The address that was asked. */
  readonly url: string;
  readonly roleArn: string;
  /** Of the token: `iss`, `aud`, `azp`, `sub`, `exp` are told. None for a call that was signed. */
  readonly claims: JsonObject;
  /** What was sent and must not be in a message. */
  readonly secrets: readonly string[];
  /** Seconds that STS asks to be left alone for. */
  readonly retryAfter?: number | undefined;
}

/** The row of an error, and `undefined` for one that is not documented. */
export function findFaultRow({ code, message }: StsRefusal): FaultRow | undefined {
  return FAULT_ROWS.find(
    (row) => row.code === code && (row.message === undefined || row.message.test(message)),
  );
}

/**
 * Explains an error of STS: what it said, the likely cause, and what to do.
 *
 * @returns `cloud_refused`, `cloud_setting_invalid`, `cloud_unavailable` or `cloud_invalid`; no part of a token is in it
 */
export function explainFault(
  refusal: StsRefusal,
  status: number,
  { url, roleArn, claims, secrets, retryAfter }: FaultCause,
): DrawbridgeError {
  const row = findFaultRow(refusal);
  const said = serverWords(refusal.message, secrets);
  const fallback = status >= 500 || status === 429 ? 'cloud_unavailable' : 'cloud_refused';
  const Fault = row?.isTooLong === true ? SessionTooLong : DrawbridgeError;
  return new Fault(row?.fault ?? fallback, {
    detail: `${url} answered ${refusal.code}${said === undefined ? '' : `: ${said}`}`,
    hint: row?.hint(factsOf(claims, roleArn)) ?? 'AWS does not document this error of STS.',
    ...(retryAfter !== undefined && { retryAfter }),
  });
}
