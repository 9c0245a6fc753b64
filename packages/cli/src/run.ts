import { CommanderError } from 'commander';
import { exitCode } from './exit-codes.ts';
import { ToldError } from './told-error.ts';
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
    if (thrown instanceof ToldError) return exitCode(thrown.kind);
    // commander has printed its sentence already; asking for help is no fault.
    if (thrown instanceof CommanderError)
      return thrown.exitCode === 0 ? 0 : exitCode('configuration');
    return await report(thrown, terminal);
  }
}

/** One clear sentence, a hint, an exit code. */
async function report(thrown: unknown, terminal: Terminal): Promise<number> {
  // Imported when needed: the overview and the version do without them.
  const [{ toDrawbridgeError }, { createStyle, printable }] = await Promise.all([
    import('@drawbridge/core'),
    import('@drawbridge/node'),
  ]);
  const error = toDrawbridgeError(thrown);
  const { bad, dim } = createStyle(terminal.stderr, terminal.env);
  tell(terminal, `${bad('drawbridge:')} ${printable(error.message)}`);
  if (error.hint !== undefined) tell(terminal, error.hint);
  if (error.kind === 'bug') {
    const { stack } = (error.cause ?? error) as Error;
    tell(terminal, dim(stack ?? ''));
    tell(terminal, 'This is a bug in Drawbridge. Please report it with the lines above.');
  }
  return exitCode(error.kind);
}
