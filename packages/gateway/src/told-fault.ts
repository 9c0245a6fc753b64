import type { DrawbridgeError, Log, LogFields } from '@drawbridge/core';

/** How much a fault is a matter for whoever runs the gateway. */
export type FaultLevel = 'info' | 'warn' | 'error';

/** Ours to mend at the level of errors, that of a provider or store at warnings; what comes from whoever asks is told beside. */
export function levelOf({ kind }: Pick<DrawbridgeError, 'kind'>): FaultLevel {
  if (kind === 'bug' || kind === 'configuration') return 'error';
  return kind === 'upstream' || kind === 'busy' ? 'warn' : 'info';
}

/** What happened, and what to do next. */
export function detailOf({ message, hint }: Pick<DrawbridgeError, 'message' | 'hint'>): string {
  if (hint === undefined) return message;
  return `${message}${message.endsWith('.') ? '' : '.'} ${hint}`;
}

/** Where it was thrown: of what was thrown, where that is known. */
export function stackOf(fault: DrawbridgeError): string | undefined {
  return (fault.cause instanceof Error ? fault.cause : fault).stack;
}

/** Writes a fault into the log at its level, with its stack where it is ours to mend. */
export function tellFault(
  log: Log,
  event: string,
  fault: DrawbridgeError,
  more: LogFields = {},
): void {
  const level = levelOf(fault);
  log[level](event, {
    code: fault.code,
    detail: detailOf(fault),
    ...more,
    ...(level === 'error' && { stack: stackOf(fault) }),
  });
}
