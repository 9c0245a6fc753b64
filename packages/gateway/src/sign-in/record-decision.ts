import {
  type AuditRecord,
  type Call,
  createDefaultEngine,
  encodeHex,
  encodeUtf8,
  epochSeconds,
  silentAudit,
  type VerifiedToken,
} from '@drawbridge/core';
import { textClaim } from '../user/text-claim.ts';
import type { SignInContext } from './sign-in-context.ts';

/** What was decided of one answer of a provider. */
export interface Decision {
  readonly call: Call;
  readonly clientId: string;
  /** Of the fault, where somebody was not signed in. */
  readonly code?: string;
  readonly issuer: string;
  /** Once it was verified. */
  readonly token?: VerifiedToken;
  /** Who it is, where no token says it. Default: the `sub` of the token. */
  readonly subject?: string;
  readonly idToken?: string | undefined;
}

/**
 * Tells the audit. A session begins only after this.
 *
 * @throws {DrawbridgeError} `audit_unavailable`
 */
export async function recordDecision(
  { audit, clock, addressOf }: SignInContext,
  { call, clientId, code, issuer, token, subject, idToken }: Decision,
): Promise<void> {
  if (audit === silentAudit) return;
  const record: AuditRecord = {
    time: epochSeconds(clock),
    decision: code === undefined ? 'granted' : 'refused',
    code,
    issuer,
    subject: subject ?? textClaim(token, 'sub'),
    jtiIn: textClaim(token, 'jti'),
    tokenIn: idToken && encodeHex(await createDefaultEngine().sha256(encodeUtf8(idToken))),
    client: clientId,
    address: addressOf(call),
  };
  await audit.write(record);
}
