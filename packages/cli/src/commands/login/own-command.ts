import { resolve } from 'node:path';
import { dataFolder } from '@drawbridge/node';
import type { CommonOptions, Context } from '../../context.ts';

/**
 * The words by which another program runs a command of ours for a login: Node and this program by their whole paths, for
 * an editor or a scheduler has another PATH than a shell, and the data folder and the configuration where they are not the
 * usual ones. What the environment says of the folder is told as well: who runs the words may have another.
 *
 * @param words - of the command: `kubernetes credential`
 */
export async function ownCommand(
  words: readonly string[],
  profile: string,
  options: CommonOptions,
  context: Context,
): Promise<readonly [string, ...string[]]> {
  const [node = '', program = ''] = process.argv;
  const { file } = context.layers(options);
  const data = await context.data(options);
  // With the folder, nobody has to read the configuration for it.
  const isUsual = file === undefined && data === dataFolder(undefined, {});
  return [
    node,
    program,
    ...words,
    '--profile',
    profile,
    ...(isUsual ? [] : [`--data=${data}`]),
    ...(file === undefined ? [] : [`--config=${resolve(file)}`]),
  ];
}
