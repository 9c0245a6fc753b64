import { resolve } from 'node:path';
import { dataFolder } from '@drawbridge/node';
import type { CommonOptions, Context } from '../../context.ts';

/**
 * The words by which another program runs a command of ours for a login: this program by its whole path, for an editor or
 * a scheduler has another PATH than a shell, and the data folder and the configuration where they are not the usual ones.
 *
 * @param words - of the command: `kubernetes credential`
 */
export async function ownCommand(
  words: readonly string[],
  profile: string,
  options: CommonOptions,
  context: Context,
): Promise<readonly [string, ...string[]]> {
  const [, program = ''] = process.argv;
  const { file } = context.layers(options);
  const data = await context.data(options);
  return [
    program,
    ...words,
    `--profile=${profile}`,
    ...(data === dataFolder(undefined, {}) ? [] : [`--data=${data}`]),
    ...(file === undefined ? [] : [`--config=${resolve(file)}`]),
  ];
}
