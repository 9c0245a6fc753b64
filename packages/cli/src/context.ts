import { exchangeSection } from '@drawbridge/exchange/node';
import { type ConfigFile, dataFolder, readConfigFile } from '@drawbridge/node';
import type { Terminal } from './terminal.ts';

const SECTIONS = { exchange: exchangeSection };

/** The configuration file as all commands see it. */
export type Config = ConfigFile<typeof SECTIONS>;

/** Options that every command has. */
export interface CommonOptions {
  readonly data?: string;
  readonly config?: string;
}

/** What a command is handed: the terminal, and the common options resolved. */
export interface Context {
  readonly terminal: Terminal;
  /**
   * The configuration file of `--config` or `DRAWBRIDGE_CONFIG`; empty when neither is given.
   *
   * @throws {DrawbridgeError} `config_invalid`
   */
  config(options: CommonOptions): Promise<Config>;
  /**
   * The data folder, absolute. Precedence: `--data`, `DRAWBRIDGE_DATA`, the file's `data`, the default.
   *
   * @throws {DrawbridgeError} `config_invalid`
   */
  data(options: CommonOptions): Promise<string>;
}

/** Makes the context of a run. */
export function createContext(terminal: Terminal): Context {
  const { env } = terminal;

  async function config(options: CommonOptions): Promise<Config> {
    const path = options.config ?? env['DRAWBRIDGE_CONFIG'];
    return path === undefined || path === '' ? {} : readConfigFile(path, SECTIONS);
  }

  return {
    terminal,
    config,
    async data(options) {
      const file = await config(options);
      return dataFolder(options.data ?? (env['DRAWBRIDGE_DATA'] || file.data), env);
    },
  };
}
