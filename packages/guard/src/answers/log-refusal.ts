import type { DrawbridgeError, Log } from '@drawbridge/core';

/**
 * Writes why a request was refused: what is ours to mend at the level of errors, what an issuer or too much load
 * is to blame for at warnings, the caller's at information.
 */
export function logRefusal(log: Log, fault: DrawbridgeError, status: number): void {
  const { code, message, hint, token, issuer, kind } = fault;
  const fields = { code, status, detail: message, hint, token, issuer };
  if (fault.repeated) {
    log.debug('request refused', fields);
  } else if (kind === 'bug' || kind === 'configuration') {
    const cause = fault.cause ?? fault;
    log.error('request failed', {
      ...fields,
      stack: cause instanceof Error ? cause.stack : undefined,
    });
  } else if (kind === 'upstream' || kind === 'busy') {
    log.warn('request not served', fields);
  } else {
    log.info('request refused', fields);
  }
}
