import { quoteForShell } from '@drawbridge/core';
import { DRAWBRIDGE, type RunningCommand, start } from './command.ts';
import type { Stage } from './stage.ts';

/** Keys as a terminal sends them. */
export const KEYS = { down: '\u001b[B', enter: '\r', ctrlC: '\u0003' } as const;

/**
 * Starts `drawbridge` in a terminal of its own, which `script` of every Debian makes. Both outputs are one there; what is typed
 * comes as keys do. It ends with the code of the command, and with the stage at the latest.
 */
export function startInTerminal(
  stage: Stage,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): RunningCommand {
  const line = [process.execPath, DRAWBRIDGE, ...args].map(quoteForShell).join(' ');
  // Made by a program without one, it has no size.
  const sized = `stty cols 100 rows 30; exec ${line}`;
  const script = ['--quiet', '--return', '--command', sized, '/dev/null'];
  const more = { TERM: 'xterm', SHELL: '/bin/sh', ...env };
  const command = start('/usr/bin/script', script, { env: more, isTypedTo: true });
  stage.later(() => command.stop());
  return command;
}
