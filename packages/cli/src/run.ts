import { CommanderError } from 'commander';
import { ChildEnded } from './child-ended.ts';
import { exitCode } from './exit-codes.ts';
import { ToldError } from './told-error.ts';
import { createProgram } from './program.ts';
import type { Terminal } from './terminal.ts';

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
    if (thrown instanceof ChildEnded) return thrown.code;
    if (thrown instanceof ToldError) return exitCode(thrown.kind);
    // commander has printed its sentence already; asking for help is no fault.
    if (thrown instanceof CommanderError)
      return thrown.exitCode === 0 ? 0 : exitCode('configuration');
    // Imported when needed: the overview and the version do without it.
    const { report } = await import('./report.ts');
    return report(thrown, terminal);
  }
}
