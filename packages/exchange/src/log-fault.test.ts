import {
  createCallerAddress,
  DrawbridgeError,
  type ErrorCode,
  errorReply,
  ERRORS,
  toDrawbridgeError,
} from '@drawbridge/core';
import { createLogRecorder, type LogEntry, testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { logFault } from './log-fault.ts';

function logged(error: DrawbridgeError, call = testCall()): LogEntry {
  const log = createLogRecorder();
  logFault(log, createCallerAddress())(error, call, errorReply(error));
  expect(log.entries).toHaveLength(1);
  return log.entries.at(0) as LogEntry;
}

const LEVELS = {
  request: 'info',
  token: 'info',
  policy: 'info',
  upstream: 'warn',
  busy: 'warn',
  person: 'info',
  configuration: 'error',
  bug: 'error',
} as const;

describe('logFault', () => {
  it.each(Object.keys(ERRORS) as ErrorCode[])('logs %s at the level of its kind', (code) => {
    const error = new DrawbridgeError(code, { detail: 'what happened' });
    const { level, fields } = logged(error, testCall({ address: '192.0.2.9' }));
    // Who asks too often is told to wait: nothing for the operator to mend.
    expect(level).toBe(code === 'rate_limited' ? 'info' : LEVELS[error.kind]);
    expect(fields).toMatchObject({
      code,
      status: error.status,
      detail: 'what happened',
      client: '192.0.2.9',
    });
  });

  it('tells again of what it told just before only who looks for faults', () => {
    const { level } = logged(new DrawbridgeError('rate_limited', { repeated: true }));
    expect(level).toBe('debug');
  });

  it('says the address of the caller, and not that of a proxy that is trusted', () => {
    const log = createLogRecorder();
    const addressOf = createCallerAddress({ proxies: ['10.0.0.0/8'] });
    const error = new DrawbridgeError('token_expired');
    const call = testCall({ address: '10.0.0.1', headers: [['x-forwarded-for', '192.0.2.9']] });
    logFault(log, addressOf)(error, call, errorReply(error));
    expect(log.entries[0]?.fields['client']).toBe('192.0.2.9');
  });

  it('has the stack of a bug: that of its cause', () => {
    const { fields } = logged(toDrawbridgeError(new RangeError('the cause')));
    expect(fields['stack']).toMatch(/^RangeError: the cause\n\s+at /);
    expect(logged(new DrawbridgeError('internal')).fields['stack']).toContain('DrawbridgeError');
  });

  it('has no stack of what was thrown and is no error', () => {
    const { fields } = logged(toDrawbridgeError('PLANTED'));
    expect(JSON.stringify(fields)).not.toContain('PLANTED');
  });

  it('does not call it a bug when the caller left in the middle of the body', () => {
    const reset = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    const call = testCall({ signal: AbortSignal.abort() });
    const { level, event } = logged(toDrawbridgeError(reset), call);
    expect([level, event]).toEqual(['info', 'caller disconnected']);
  });
});
