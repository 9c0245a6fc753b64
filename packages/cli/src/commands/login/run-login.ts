import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { CommonOptions } from '../../context.ts';
import type { Terminal } from '../../terminal.ts';

/**
 * Runs `drawbridge login` for a name. What it prints goes to standard error: standard output is for credentials.
 *
 * @returns whether it ended well
 */
export async function runLogin(
  name: string,
  { data, config }: CommonOptions,
  { env }: Terminal,
): Promise<boolean> {
  const args = [
    'login',
    `--profile=${name}`,
    ...(data === undefined ? [] : [`--data=${data}`]),
    ...(config === undefined ? [] : [`--config=${config}`]),
  ];
  const [, program = ''] = process.argv;
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 2, 2] });
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
}
