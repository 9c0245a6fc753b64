import { createLineLog } from '@drawbridge/core';
import {
  buildInspector,
  type GivenInspector,
  readInspectorSettings,
} from '@drawbridge/gateway/node';
import { dataFolder, gatherLines, parseListenAddress, withHealth } from '@drawbridge/node';
import { catchSignals } from '../../catch-signals.ts';
import type { CommonOptions, Context } from '../../context.ts';
import { openRuntime } from '../../open-runtime.ts';
import { drain } from './drain.ts';
import { startPart } from './part-service.ts';
import { orTellLog } from './start-messages.ts';
import { tellPart } from './tell-itself.ts';

/** Its name, for metrics and its listener. */
const PART = 'inspector';

/** An issuer of ID tokens, as it is given. */
export type IssuerOption = NonNullable<GivenInspector['issuers']>[number];

/**
 * Serves the inspector until a signal ends it.
 *
 * @param listen - `host:port`
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function runInspector(
  given: GivenInspector,
  listen: string,
  options: CommonOptions,
  context: Context,
): Promise<void> {
  const { terminal } = context;
  const signals = catchSignals();
  try {
    const config = await context.config(options);
    const settings = await readInspectorSettings(given, terminal.env);
    const log = createLineLog(gatherLines(terminal.stderr), config.log ?? {});
    const teller = tellPart(PART, log);
    await orTellLog({ log, format: config.log?.format, part: PART }, async () => {
      const data = dataFolder(config.data, terminal.env);
      const runtime = await openRuntime({ config, data, log }, terminal);
      try {
        const service = await startPart({
          part: PART,
          config,
          section: {},
          runtime,
          teller,
          sites: (current, health) => [
            {
              name: PART,
              service: withHealth(current.face(), health),
              address: parseListenAddress(listen),
              options: {},
              setting: '--listen',
            },
          ],
          open: async () => buildInspector(settings, runtime),
        });
        try {
          const listening = service.listeners.urls.get(PART);
          const { serverUrl, cookieName } = settings;
          teller.ready({ serverUrl, cookieName, health: `${listening}/readyz`, listening });
          signals.onReload(() => log.info('nothing to reload: the inspector is set by flags'));
          await drain(service, signals, teller);
        } finally {
          await service.close();
        }
      } finally {
        await runtime.close();
      }
    });
  } finally {
    signals.release();
  }
}
