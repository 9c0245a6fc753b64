import type { Log } from '@drawbridge/core';
import { createRuntime, type OwnedRuntime } from '@drawbridge/node';
import type { Config } from './parts.ts';
import type { Terminal } from './terminal.ts';

/** What a service is run with. */
export interface RuntimeSettings {
  readonly config: Config;
  /** The data folder. */
  readonly data: string;
  readonly log: Log;
}

/**
 * Makes the runtime of a service of its configuration: the sections that are no part's own.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export function openRuntime(
  { data, log }: RuntimeSettings,
  { env }: Terminal,
): Promise<OwnedRuntime> {
  return Promise.resolve(createRuntime({ data, log, env }));
}
