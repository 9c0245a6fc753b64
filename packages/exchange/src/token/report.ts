import {
  type AuditRecord,
  DrawbridgeError,
  encodeHex,
  encodeUtf8,
  epochSeconds,
  silentAudit,
  silentMetrics,
} from '@drawbridge/core';
import type { SettledOptions } from '../exchange-options.ts';
import { type Attempt, textClaim } from './attempt.ts';

/** Tells the log, the audit and the metrics what became of a crossing. */
export interface Report {
  /**
   * The token goes out only after this.
   *
   * @param now - seconds since the epoch
   * @throws {DrawbridgeError} `audit_unavailable`
   */
  granted(attempt: Attempt, now: number): Promise<void>;
  /**
   * The log is told by the router, which knows the reply. Nothing was decided where no token was presented, and then
   * there is no record.
   *
   * @returns the fault to answer with: `audit_unavailable` where the decision must be recorded and cannot be
   */
  refused(attempt: Attempt, fault: DrawbridgeError): Promise<DrawbridgeError>;
  /**
   * @param begun - when the call came, by the monotonic clock
   * @param fault - what it was answered with, if not with a token
   */
  count(attempt: Attempt, begun: number, fault?: DrawbridgeError): void;
}

/** Makes the one place where all that becomes known of crossings is told. */
export function createReport({
  log,
  clock,
  audit = silentAudit,
  metrics = silentMetrics,
  engine,
}: SettledOptions): Report {
  async function hash(text: string | undefined): Promise<string | undefined> {
    if (text === undefined) return undefined;
    return encodeHex(await engine.sha256(encodeUtf8(text)));
  }

  async function keep(attempt: Attempt, time: number, fault?: DrawbridgeError): Promise<void> {
    if (audit === silentAudit) return;
    const { upstream, minted } = attempt;
    const record: AuditRecord = {
      time,
      decision: fault === undefined ? 'granted' : 'refused',
      code: fault?.code,
      rule: attempt.grant?.rule,
      issuer: upstream?.issuer,
      subject: upstream && textClaim(upstream, 'sub'),
      jtiIn: upstream && textClaim(upstream, 'jti'),
      tokenIn: await hash(attempt.token),
      audiences: attempt.grant?.audiences,
      client: attempt.client,
      address: attempt.address,
      // What was minted and did not go out is not worth a name.
      ...(fault === undefined && {
        jtiOut: minted?.jti,
        tokenOut: await hash(minted?.token),
        expiresAt: minted?.expiresAt,
      }),
    };
    await audit.write(record);
  }

  return {
    async granted(attempt, now) {
      const { address, client, upstream, grant, minted } = attempt;
      if (upstream === undefined || grant === undefined || minted === undefined) {
        throw new TypeError('the crossing is not complete');
      }
      await keep(attempt, now);
      log.info('token exchanged', {
        rule: grant.rule,
        issuer: upstream.issuer,
        subject: textClaim(upstream, 'sub'),
        audience: grant.audiences.join(' '),
        caller: client,
        token: upstream.fingerprint,
        jti_in: textClaim(upstream, 'jti'),
        jti_out: minted.jti,
        expires_in: minted.expiresAt - now,
        client: address,
      });
    },

    async refused(attempt, fault) {
      // A record that could not be kept is not worth another one.
      if (attempt.token === undefined || fault.code === 'audit_unavailable') return fault;
      try {
        await keep(attempt, epochSeconds(clock), fault);
        return fault;
      } catch (thrown) {
        if (!(thrown instanceof DrawbridgeError)) throw thrown;
        const { code, message } = thrown;
        const detail = `${message}; it would have been ${fault.code}`;
        return new DrawbridgeError(code, {
          detail,
          cause: thrown,
          ...(fault.token !== undefined && { token: fault.token }),
          ...(fault.issuer !== undefined && { issuer: fault.issuer }),
        });
      }
    },

    count({ upstream }, begun, fault) {
      const issuer = upstream?.issuer ?? fault?.issuer ?? '';
      metrics.count('drawbridge_exchanges_total', { code: fault?.code ?? 'ok', issuer });
      const seconds = (clock.monotonic() - begun) / 1000;
      metrics.observe(
        'drawbridge_exchange_duration_seconds',
        { outcome: outcomeOf(fault) },
        seconds,
      );
    },
  };
}

function outcomeOf(fault: DrawbridgeError | undefined): 'granted' | 'refused' | 'failed' {
  if (fault === undefined) return 'granted';
  const { kind } = fault;
  return kind === 'request' || kind === 'token' || kind === 'policy' ? 'refused' : 'failed';
}
