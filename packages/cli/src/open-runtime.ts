import type { Log } from '@drawbridge/core';
import { createRuntime, openOutbound, type OwnedRuntime } from '@drawbridge/node';
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
export async function openRuntime(
  { config, data, log }: RuntimeSettings,
  { env }: Terminal,
): Promise<OwnedRuntime> {
  const http = await openOutbound(config.outbound ?? {}, env);
  return createRuntime({ data, log, env, http });
}
