import type { CallerAddress, Log, OnFault } from '@drawbridge/core';
import { detailOf, type FaultLevel, levelOf, tellFault } from './told-fault.ts';

/** Writes why a browser was not served. */
export function logFault(log: Log, addressOf: CallerAddress): OnFault {
  return (fault, call, { status }) => {
    const { code, kind } = fault;
    const more = { status, client: addressOf(call) };
    if (kind === 'bug' && call.signal.aborted) {
      // The body broke off: nobody's fault, and anybody can make it happen at will.
      log.info('caller disconnected', { code, detail: detailOf(fault), ...more });
    } else {
      tellFault(log, EVENTS[levelOf(fault)], fault, more);
    }
  };
}

const EVENTS: Readonly<Record<FaultLevel, string>> = {
  info: 'call refused',
  warn: 'call not served',
  error: 'call failed',
};
