import { createLineLog, type LogFields } from '@drawbridge/core';
import { vouchFilesOf } from '@drawbridge/gateway/node';
import { gatherLines } from '@drawbridge/node';
import type { FlagSetting } from '@drawbridge/node/config';
import { catchSignals } from '../../catch-signals.ts';
import type { CommonOptions, Context, ReadConfig } from '../../context.ts';
import { followConfig } from '../serve/follow-config.ts';
import { serveUntilStopped } from '../serve/serve-until-stopped.ts';
import { orTellLog } from '../serve/start-messages.ts';
import { tellPart } from '../serve/tell-itself.ts';
import { gatewaySectionOf } from './gateway-section-of.ts';
import { type GatewayService, PART, startGateway } from './gateway-service.ts';
import { reloadGateway } from './reload-gateway.ts';

/**
 * Serves the gateway until a signal ends it.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function runGateway(
  options: CommonOptions,
  flags: readonly FlagSetting[],
  context: Context,
): Promise<void> {
  const { terminal } = context;
  // Before anything else: a SIGHUP that comes while it starts would end it.
  const signals = catchSignals();
  try {
    const { file } = context.layers(options);
    async function read(): Promise<ReadConfig> {
      const { config, files } = await context.read(options, flags);
      const { gateway } = config;
      // The file of a Vouch Proxy names others in its turn.
      const more = gateway === undefined ? [] : await vouchFilesOf(gateway, terminal.env);
      return { config, files: [...files, ...more] };
    }
    const follower = await followConfig({ part: PART, file, read });
    const { config } = follower.first;
    gatewaySectionOf(config);
    const log = createLineLog(gatherLines(terminal.stderr), config.log ?? {});
    const format = config.log?.format;
    const teller = tellPart(PART, log);
    await orTellLog({ log, format, part: PART }, () =>
      serveUntilStopped(
        { follower, signals, terminal, log, teller },
        {
          start: (first, runtime) => startGateway(first, runtime, teller),
          ready: (service) => teller.ready(readyFields(service)),
          reload: reloadGateway,
        },
      ),
    );
  } finally {
    signals.release();
  }
}

function readyFields({ section, listeners }: GatewayService): LogFields {
  const { url, hosts, providers, rules } = section;
  const listening = listeners.urls.get(PART);
  return {
    url,
    hosts: hosts.length,
    providers: providers.map(({ name }) => name).join(', '),
    rules: rules.length,
    health: `${listening}/readyz`,
    listening,
  };
}
