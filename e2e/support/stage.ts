import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CommandOptions,
  finish,
  type FinishedCommand,
  type RunningCommand,
  start,
  startDrawbridge,
} from './command.ts';

/** What a test file works with; all of it is gone after {@link Stage.clear}. */
export interface Stage {
  /** A new empty folder. */
  folder(): Promise<string>;
  /** Starts `drawbridge`, with a home folder of its own. */
  start(args: readonly string[], options?: CommandOptions): Promise<RunningCommand>;
  /** Runs `drawbridge` to its end. */
  run(args: readonly string[], options?: CommandOptions): Promise<FinishedCommand>;
  /** Runs a line of shell to its end. */
  shell(line: string, options?: CommandOptions): Promise<FinishedCommand>;
  /** Everything that all commands said. */
  output(): string;
  /** Has something done when the stage is cleared. */
  later(clear: () => Promise<unknown>): void;
  /** Ends what still runs and removes the folders, whatever went wrong before. */
  clear(): Promise<void>;
}

/** Makes a stage. The caller clears it, in `afterAll` or `afterEach`. */
export function createStage(): Stage {
  const commands: RunningCommand[] = [];
  const clearings: (() => Promise<unknown>)[] = [];

  async function folder(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'drawbridge-e2e-'));
    clearings.push(() => rm(path, { recursive: true, force: true }));
    return path;
  }

  function watch(command: RunningCommand): RunningCommand {
    commands.push(command);
    return command;
  }

  // Without a home of its own, a forgotten --data would write into the developer's.
  const withHome = async (options: CommandOptions = {}) => ({
    ...options,
    env: { HOME: await folder(), ...options.env },
  });

  const startHere = async (args: readonly string[], options?: CommandOptions) =>
    watch(startDrawbridge(args, await withHome(options)));

  return {
    folder,
    start: startHere,
    run: async (args, options) => finish(await startHere(args, options)),
    shell: async (line, options) =>
      finish(watch(start('sh', ['-c', line], await withHome(options)))),
    output: () => commands.map((command) => command.stdout() + command.stderr()).join('\n'),
    later: (clear) => clearings.push(clear),
    async clear() {
      await Promise.all(commands.map((command) => command.stop('SIGKILL')));
      for (const clear of clearings.splice(0).reverse()) await clear();
    },
  };
}
