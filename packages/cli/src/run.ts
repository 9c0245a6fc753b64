import { CommanderError } from 'commander';
import { toDrawbridgeError } from '@drawbridge/core';
import { createStyle } from '@drawbridge/node';
import { exitCode } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { tell, type Terminal } from './terminal.ts';

/**
 * Runs one command line.
 *
 * @param args - the words after `drawbridge`
 * @returns the exit code
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await createProgram(terminal).parseAsync([...args], { from: 'user' });
    return 0;
  } catch (thrown) {
    // commander has printed its sentence already; asking for help is no fault.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : exitCode('configuration');
    return report(thrown, terminal);
  }
}

/** One clear sentence, a hint, an exit code. */
function report(thrown: unknown, terminal: Terminal): number {
  const error = toDrawbridgeError(thrown);
  const { bad, dim } = createStyle(terminal.stderr, terminal.env);
  tell(terminal, `${bad('drawbridge:')} ${error.message}`);
  if (error.hint !== undefined) tell(terminal, error.hint);
  if (error.kind === 'bug') {
    const { stack } = (error.cause ?? error) as Error;
    tell(terminal, dim(stack ?? ''));
    tell(terminal, 'This is a bug in Drawbridge. Please report it with the lines above.');
  }
  return exitCode(error.kind);
}
