import type { CallerAddress, DrawbridgeError, Log, OnFault } from '@drawbridge/core';

/**
 * Writes why a call was not served: ours to mend at the level of errors, an
 * upstream's at warnings, the caller's at information; what was told just before for who looks for faults.
 */
export function logFault(log: Log, addressOf: CallerAddress): OnFault {
  return (error, call, { status }) => {
    const fields = {
      code: error.code,
      status,
      detail: detailOf(error),
      token: error.token,
      client: addressOf(call),
    };
    if (error.repeated) {
      log.debug('call refused', fields);
    } else if (error.code === 'rate_limited') {
      log.info('call refused', fields);
    } else if (error.kind === 'bug' && call.signal.aborted) {
      // The body broke off: nobody's fault, and anybody can make it happen at will.
      log.info('caller disconnected', fields);
    } else if (error.kind === 'bug' || error.kind === 'configuration') {
      log.error('call failed', { ...fields, stack: stackOf(error.cause ?? error) });
    } else if (error.kind === 'upstream' || error.kind === 'busy') {
      log.warn('call not served', fields);
    } else {
      log.info('call refused', fields);
    }
  };
}

/** For faults of form the hint says what the caller sent; of others it is for who reads the documentation. */
function detailOf({ kind, message, hint }: DrawbridgeError): string {
  if (kind !== 'request' || hint === undefined) return message;
  return `${message}${message.endsWith('.') ? '' : '.'} ${hint}`;
}

function stackOf(thrown: unknown): string | undefined {
  return thrown instanceof Error ? thrown.stack : undefined;
}
