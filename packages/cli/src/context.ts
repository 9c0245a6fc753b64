import { resolve } from 'node:path';
import type { ConfigLayers, FlagSetting } from '@drawbridge/node/config';
import type { Config } from './parts.ts';
import type { ReadConfig } from './read-config.ts';
import type { Terminal } from './terminal.ts';

export type { Config, ReadConfig };

/** Options that every command has. */
export interface CommonOptions {
  readonly data?: string;
  readonly config?: string;
}

/** What a command is handed: the terminal, and the common options resolved. */
export interface Context {
  readonly terminal: Terminal;
  /** The layers of the configuration: `--config` or `DRAWBRIDGE_CONFIG`, the environment, and flags. */
  layers(options: CommonOptions, flags?: readonly FlagSetting[]): ConfigLayers;
  /**
   * The configuration of all layers; empty when none of them has anything in it. Read once: later
   * calls answer the same, whatever their flags.
   *
   * @param flags - settings that the command has flags of its own for
   * @throws {DrawbridgeError} `config_invalid`
   */
  config(options: CommonOptions, flags?: readonly FlagSetting[]): Promise<Config>;
  /**
   * Reads the configuration of all layers anew, as a service does that reloads it.
   *
   * @throws {DrawbridgeError} `config_invalid`
   */
  read(options: CommonOptions, flags?: readonly FlagSetting[]): Promise<ReadConfig>;
  /**
   * The data folder, absolute. Precedence: `--data`, `DRAWBRIDGE_DATA`, the file's `data`, the default.
   *
   * @throws {DrawbridgeError} `config_invalid`
   */
  data(options: CommonOptions): Promise<string>;
}

/** Makes the context of a run. The machine's package is loaded when it is needed: `--help` should be there at once. */
export function createContext(terminal: Terminal): Context {
  const { env } = terminal;

  let config: Promise<Config> | undefined;

  function layers({ data, config: given }: CommonOptions, flags: readonly FlagSetting[] = []) {
    const common: readonly FlagSetting[] =
      data === undefined ? [] : [{ flag: '--data', steps: ['data'], value: data }];
    return {
      file: (given ?? env['DRAWBRIDGE_CONFIG']) || undefined,
      env,
      flags: [...common, ...flags],
    };
  }

  async function load(options: CommonOptions, given?: readonly FlagSetting[]): Promise<Config> {
    const { file } = layers(options, given);
    const { hasSettings } = await import('./folder.ts');
    // A folder alone needs no schemas, which take longer to load than most commands to run.
    const others = given !== undefined || hasSettings({ ...env, DRAWBRIDGE_DATA: undefined });
    if (file === undefined && !others) {
      const data = options.data ?? (env['DRAWBRIDGE_DATA'] || undefined);
      return data === undefined ? {} : { data: resolve(data) };
    }
    return (await read(options, given)).config;
  }

  async function read(options: CommonOptions, given?: readonly FlagSetting[]): Promise<ReadConfig> {
    const { readConfig } = await import('./read-config.ts');
    return readConfig(layers(options, given));
  }

  // Read once: two readings of one run could differ.
  const readOnce = (options: CommonOptions, flags?: readonly FlagSetting[]) =>
    (config ??= load(options, flags));

  return {
    terminal,
    layers,
    config: readOnce,
    read,
    async data(options) {
      const { dataFolder } = await import('./folder.ts');
      return dataFolder((await readOnce(options)).data, env);
    },
  };
}
