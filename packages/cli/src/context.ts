import type { exchangeSection } from '@drawbridge/exchange/node';
import { dataFolder } from '@drawbridge/node';
import type { ConfigFile } from '@drawbridge/node/config';
import type { Terminal } from './terminal.ts';

/** The configuration file as all commands see it. */
export type Config = ConfigFile<{ readonly exchange: typeof exchangeSection }>;

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

  let config: Promise<Config> | undefined;

  async function load(options: CommonOptions): Promise<Config> {
    const path = options.config ?? env['DRAWBRIDGE_CONFIG'];
    if (path === undefined || path === '') return {};
    // Imported when needed: the overview and the version should not wait for schemas.
    const [{ readConfigFile }, exchange] = await Promise.all([
      import('@drawbridge/node/config'),
      import('@drawbridge/exchange/node'),
    ]);
    return readConfigFile(path, { exchange: exchange.exchangeSection });
  }

  // Read once: two readings of one run could differ.
  const readOnce = (options: CommonOptions) => (config ??= load(options));

  return {
    terminal,
    config: (options) => readOnce(options),
    async data(options) {
      const file = await readOnce(options);
      return dataFolder(options.data ?? (env['DRAWBRIDGE_DATA'] || file.data), env);
    },
  };
}
