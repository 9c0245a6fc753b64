import { DrawbridgeError, type Log } from '@drawbridge/core';

/**
 * Makes what answers nobody for who would be refused, where anybody is let in: where the fault is theirs, and not where it
 * cannot be told who they are. That is thrown on.
 */
export function createNobody(log: Log): (thrown: unknown) => undefined {
  return (thrown) => {
    if (!(thrown instanceof DrawbridgeError && isTheirs(thrown))) throw thrown;
    log.debug('a caller is let in as nobody', { code: thrown.code, detail: thrown.message });
  };
}

function isTheirs({ kind }: DrawbridgeError): boolean {
  return kind === 'request' || kind === 'token' || kind === 'policy';
}
