import { type ConfigLayers, examineConfig, type LoadedConfig } from './examine-config.ts';
import type { Sections } from './file-schema.ts';
import { placedError } from './placed-fault.ts';

/**
 * Loads the configuration: file, environment and flags together.
 *
 * @param sections - the schemas of the parts' sections, by their names
 * @throws {DrawbridgeError} `config_invalid`, with every fault, its path, and where that was given
 */
export async function loadConfig<S extends Sections>(
  sections: S,
  layers: ConfigLayers,
): Promise<LoadedConfig<S>> {
  const examined = await examineConfig(sections, layers);
  if (examined.faults === undefined) return examined.config;
  throw placedError(examined.faults);
}
