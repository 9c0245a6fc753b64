import type { CallerAddress, Log, OnFault } from '@drawbridge/core';

/** Writes why a browser was not served: ours to mend at the level of errors, that of a provider or store at warnings. */
export function logFault(log: Log, addressOf: CallerAddress): OnFault {
  return (error, call, { status }) => {
    const { code, kind, message, hint, cause } = error;
    const fields = {
      code,
      status,
      detail:
        hint === undefined ? message : `${message}${message.endsWith('.') ? '' : '.'} ${hint}`,
      client: addressOf(call),
    };
    if (kind === 'bug' && call.signal.aborted) {
      // The body broke off: nobody's fault, and anybody can make it happen at will.
      log.info('caller disconnected', fields);
    } else if (kind === 'bug' || kind === 'configuration') {
      const { stack } = cause instanceof Error ? cause : error;
      log.error('call failed', { ...fields, stack });
    } else if (kind === 'upstream' || kind === 'busy') {
      log.warn('call not served', fields);
    } else {
      log.info('call refused', fields);
    }
  };
}
