import { createLineLog } from '@drawbridge/core';
import { gatherLines } from '@drawbridge/node';
import type { FlagSetting } from '@drawbridge/node/config';
import type { Context } from '../../context.ts';
import { catchSignals } from '../../catch-signals.ts';
import { joinAsWorker } from './be-worker.ts';
import { countWorkers } from './count-workers.ts';
import type { Options } from './exchange-flags.ts';
import { followConfig } from './follow-config.ts';
import { PART } from './exchange-service.ts';
import { sectionOf } from './section-of.ts';
import { serveExchange } from './serve-exchange.ts';
import { orTellLog } from './start-messages.ts';
import { tellItself } from './tell-itself.ts';

/**
 * Runs the exchange until a signal ends it: in this process, or in workers that this process watches over.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function runExchange(
  options: Options,
  flags: readonly FlagSetting[],
  context: Context,
): Promise<void> {
  const { terminal } = context;
  const worker = await joinAsWorker(terminal.env);
  // Before anything else: a SIGHUP that comes while it starts would end it.
  const signals = worker?.signals ?? catchSignals();
  try {
    const { file } = context.layers(options);
    const follower = await followConfig({
      part: PART,
      file,
      read: () => context.read(options, flags),
    });
    const { config } = follower.first;
    const write = gatherLines(terminal.stderr);
    const log = createLineLog(write, { ...config.log, fields: worker?.fields });
    const readers = { terminal, log, format: config.log?.format };
    await orTellLog(readers, async () => {
      const count = countWorkers(config);
      if (worker === undefined && count > 1) {
        // Loaded by who has workers: one process needs none of it.
        const { runWorkers } = await import('./run-workers.ts');
        return runWorkers({ config, count, signals, readers, write });
      }
      const teller = worker?.teller ?? tellItself(sectionOf(config), readers);
      const workers = worker === undefined ? undefined : count;
      return serveExchange({ follower, signals, readers, teller, workers });
    });
  } finally {
    signals.release();
    await worker?.leave();
  }
}
