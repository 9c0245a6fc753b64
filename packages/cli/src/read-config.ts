import { type ConfigLayers, loadConfig, type NamedFile } from '@drawbridge/node/config';
import { type Config, SECTIONS } from './parts.ts';

/** A configuration, and what it was read from. */
export interface ReadConfig {
  readonly config: Config;
  /** Every file and folder that a setting names. */
  readonly files: readonly NamedFile[];
}

/**
 * Reads the configuration of all layers.
 *
 * @throws {DrawbridgeError} `config_invalid`
 */
export async function readConfig(layers: ConfigLayers): Promise<ReadConfig> {
  const loaded = await loadConfig(SECTIONS, layers);
  return { config: loaded.value, files: loaded.files() };
}
