import { printable, toDrawbridgeError } from '@drawbridge/core';
import { createStyle } from '@drawbridge/node';
import { exitCode } from './exit-codes.ts';
import { tell, type Terminal } from './terminal.ts';
import { withoutUserinfo } from './without-userinfo.ts';

/**
 * Tells of what ended a command: one clear sentence, and a hint.
 *
 * @returns the exit code
 */
export function report(thrown: unknown, terminal: Terminal): number {
  const error = toDrawbridgeError(thrown);
  const { bad, dim } = createStyle(terminal.stderr, terminal.env);
  tell(terminal, `${bad('drawbridge:')} ${printable(withoutUserinfo(error.message))}`);
  if (error.hint !== undefined) tell(terminal, printable(withoutUserinfo(error.hint)));
  if (error.kind === 'bug') {
    const { stack } = (error.cause ?? error) as Error;
    tell(terminal, dim(printable(stack ?? '')));
    tell(terminal, 'This is a bug in Drawbridge. Please report it with the lines above.');
  }
  return exitCode(error.kind);
}
