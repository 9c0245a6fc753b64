import { createHash } from 'node:crypto';
import type { AuditRecord } from '@drawbridge/core';

/** The members of a line, by the names of the log's fields. Those that are `undefined` are left out. */
export function toMembers(record: AuditRecord, hidesSubject: boolean): object {
  const { issuer, subject } = record;
  return {
    time: showSeconds(record.time),
    decision: record.decision,
    code: record.code,
    rule: record.rule,
    issuer,
    ...(hidesSubject ? { subject_hash: hashSubject(issuer, subject) } : { subject }),
    jti_in: record.jtiIn,
    token_in: record.tokenIn,
    audience: record.audiences,
    jti_out: record.jtiOut,
    token_out: record.tokenOut,
    expires_at: record.expiresAt === undefined ? undefined : showSeconds(record.expiresAt),
    method: record.method,
    path: record.path,
    caller: record.client,
    client: record.address,
  };
}

/** RFC 3339, in UTC, to the second. */
function showSeconds(time: number): string {
  return new Date(time * 1000).toISOString().replace('.000Z', 'Z');
}

/** Two issuers may have a subject of one name: with its issuer it is one person's alone. */
function hashSubject(issuer = '', subject?: string): string | undefined {
  if (subject === undefined) return undefined;
  return createHash('sha256').update(`${issuer} ${subject}`).digest('hex');
}
