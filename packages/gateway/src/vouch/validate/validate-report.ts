import {
  type Call,
  type DrawbridgeError,
  epochSeconds,
  silentAudit,
  silentMetrics,
} from '@drawbridge/core';
import { detailOf, levelOf, stackOf } from '../../told-fault.ts';
import type { VouchContext } from '../vouch-context.ts';

/** Who was let through, as the log and the audit have it. */
export interface Admitted {
  readonly username: string;
  readonly issuer: string;
}

/** Tells of what `/validate` said. */
export interface ValidateReport {
  /** By the monotonic clock, when a question came; 0 where nobody wants to know how long it took. */
  begin(): number;
  /** @returns a promise where an audit is to have it before the answer goes out. @throws {DrawbridgeError} `audit_unavailable` */
  allowed(call: Call, admitted: Admitted, host: string, begun: number): Promise<void> | undefined;
  /** @throws {DrawbridgeError} `audit_unavailable` */
  refused(call: Call, fault: DrawbridgeError, told: Told): Promise<void>;
}

interface Told {
  readonly host: string;
  readonly status: number;
  readonly begun: number;
}

const DIALECT = 'vouch';
const OK = { code: 'ok', dialect: DIALECT } as const;
const ALLOWED = { outcome: 'allowed' } as const;
const REFUSED = { outcome: 'refused' } as const;
const FAILED = { outcome: 'failed' } as const;

/** Makes a {@link ValidateReport}. No token, cookie or query is in what it tells. */
export function createValidateReport({
  log,
  audit,
  metrics,
  clock,
}: Pick<VouchContext, 'log' | 'audit' | 'metrics' | 'clock'>): ValidateReport {
  const isTimed = metrics !== silentMetrics;
  const isAudited = audit !== silentAudit;
  const seconds = (begun: number) => (clock.monotonic() - begun) / 1000;

  return {
    begin: () => (isTimed ? clock.monotonic() : 0),

    allowed(call, { username, issuer }, host, begun) {
      if (isTimed) {
        metrics.count('drawbridge_gateway_decisions_total', OK);
        metrics.observe('drawbridge_gateway_decision_duration_seconds', ALLOWED, seconds(begun));
      }
      const client = call.peer.address;
      log.debug('request allowed', {
        status: 200,
        dialect: DIALECT,
        host,
        subject: username,
        client,
      });
      if (!isAudited) return undefined;
      return Promise.resolve(
        audit.write({
          time: epochSeconds(clock),
          decision: 'granted',
          issuer,
          subject: username,
          audiences: [host],
          address: client,
        }),
      );
    },

    async refused(call, fault, { host, status, begun }) {
      const { code } = fault;
      const level = levelOf(fault);
      metrics.count('drawbridge_gateway_decisions_total', { code, dialect: DIALECT });
      const outcome = level === 'info' ? REFUSED : FAILED;
      if (isTimed) {
        metrics.observe('drawbridge_gateway_decision_duration_seconds', outcome, seconds(begun));
      }
      const client = call.peer.address;
      const fields = { code, status, detail: detailOf(fault), dialect: DIALECT, host, client };
      // Everybody comes without a token once: that is how a sign-in begins.
      if (code === 'credentials_missing') {
        const event = status === 200 ? 'request let through unsigned' : 'request sent to sign in';
        log.debug(event, fields);
      } else if (level === 'info') log.info('request refused', fields);
      else if (level === 'warn') log.warn('request not decided', fields);
      else log.error('request not decided', { ...fields, stack: stackOf(fault) });
      if (!isAudited || code === 'credentials_missing' || level !== 'info') return;
      await audit.write({
        time: epochSeconds(clock),
        decision: 'refused',
        code,
        audiences: [host],
        address: client,
      });
    },
  };
}
