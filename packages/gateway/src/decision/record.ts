import { type Audit, type AuditRecord, type Clock, epochSeconds } from '@drawbridge/core';
import type { Question } from '../question/question.ts';
import type { Verdict } from './verdict.ts';

/**
 * Makes what writes a decision about somebody into the audit: of who is signed in or brings a token. Nothing was decided
 * about who comes with nothing.
 *
 * @returns throws {@link DrawbridgeError} `audit_unavailable` where a record must be kept, and cannot be
 */
export function createRecord(
  audit: Audit,
  clock: Clock,
): (question: Question, verdict: Verdict) => Promise<void> {
  return async (question, verdict) => {
    if (!isAboutSomebody(verdict)) return;
    await audit.write(toRecord(question, verdict, epochSeconds(clock)));
  };
}

function isAboutSomebody(verdict: Verdict): boolean {
  switch (verdict.kind) {
    case 'allowed':
    case 'forbidden':
      return verdict.user !== undefined;
    case 'unauthorized':
      return verdict.fault.code !== 'credentials_missing';
    case 'signIn':
    case 'malformed':
    case 'unavailable':
      return false;
  }
}

function toRecord(
  { scheme, host, method, readings, address }: Question,
  verdict: Verdict,
  time: number,
): AuditRecord {
  const user = 'user' in verdict ? verdict.user : undefined;
  const fault = 'fault' in verdict ? verdict.fault : undefined;
  return {
    time,
    decision: fault === undefined ? 'granted' : 'refused',
    code: fault?.code,
    rule: verdict.kind === 'allowed' ? verdict.rule : undefined,
    issuer: user?.issuer ?? fault?.issuer,
    subject: user?.subject,
    audiences: [`${scheme}://${host}`],
    method,
    // As the log has it.
    path: readings[0],
    address,
  };
}
