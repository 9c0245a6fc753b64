import type { Clock, Log, LogFields, Metrics } from '@drawbridge/core';
import { detailOf, levelOf, stackOf } from '../told-fault.ts';
import type { Question } from '../question/question.ts';
import type { Verdict } from './verdict.ts';

/** What became of one question. */
export interface Answered {
  readonly dialect: string;
  readonly verdict: Verdict;
  readonly status: number;
  /** Not there where it could not be read. */
  readonly question: Question | undefined;
  /** Who is asked for, else who asks. */
  readonly client: string | undefined;
  /** When the question came, by the monotonic clock. */
  readonly begun: number;
}

/**
 * Makes what tells the log and the metrics of answers. Fields of a request are not in it, and of its target only the path: a
 * query may have secrets in it.
 */
export function createReport(
  log: Log,
  metrics: Metrics,
  clock: Clock,
): (answered: Answered) => void {
  return (answered) => {
    const { verdict, dialect, begun } = answered;
    const code = verdict.kind === 'allowed' ? 'ok' : verdict.fault.code;
    metrics.count('drawbridge_gateway_decisions_total', { code, dialect });
    metrics.observe(
      'drawbridge_gateway_decision_duration_seconds',
      { outcome: outcomeOf(verdict) },
      (clock.monotonic() - begun) / 1000,
    );
    write(log, verdict, fieldsOf(answered));
  };
}

function outcomeOf({ kind }: Verdict): 'allowed' | 'refused' | 'failed' {
  if (kind === 'allowed') return 'allowed';
  return kind === 'unavailable' ? 'failed' : 'refused';
}

function write(log: Log, verdict: Verdict, fields: LogFields): void {
  if (verdict.kind === 'allowed') {
    log.debug('request allowed', fields);
  } else if (verdict.kind === 'signIn') {
    log.debug('request sent to sign in', fields);
  } else if (verdict.kind !== 'unavailable') {
    log.info('request refused', fields);
  } else if (levelOf(verdict.fault) === 'warn') {
    log.warn('request not decided', fields);
  } else {
    // Nobody who asks has made it so: of whatever kind it is, it is ours.
    log.error('request not decided', { ...fields, stack: stackOf(verdict.fault) });
  }
}

function fieldsOf({ verdict, dialect, status, question, client }: Answered): LogFields {
  const user = 'user' in verdict ? verdict.user : undefined;
  const fault = verdict.kind === 'allowed' ? undefined : verdict.fault;
  return {
    code: fault?.code,
    status,
    detail: fault && detailOf(fault),
    rule: verdict.kind === 'allowed' ? verdict.rule : undefined,
    dialect,
    host: question?.host,
    method: question?.method,
    path: question?.readings[0],
    provider: user?.provider,
    subject: user?.subject,
    token: fault?.token,
    client,
  };
}
