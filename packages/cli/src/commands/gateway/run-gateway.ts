import { createLineLog, type Log, type LogFields } from '@drawbridge/core';
import { dataFolder, gatherLines } from '@drawbridge/node';
import type { FlagSetting } from '@drawbridge/node/config';
import { catchSignals, type Signals } from '../../catch-signals.ts';
import type { CommonOptions, Context } from '../../context.ts';
import { openRuntime } from '../../open-runtime.ts';
import type { Terminal } from '../../terminal.ts';
import { drain } from '../serve/drain.ts';
import { type Follower, followConfig } from '../serve/follow-config.ts';
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
    const read = () => context.read(options, flags);
    const follower = await followConfig({ part: PART, file, read });
    const { config } = follower.first;
    gatewaySectionOf(config);
    const log = createLineLog(gatherLines(terminal.stderr), config.log ?? {});
    const format = config.log?.format;
    await orTellLog({ log, format, part: PART }, () => serve({ follower, signals, terminal, log }));
  } finally {
    signals.release();
  }
}

interface Served {
  readonly follower: Follower;
  readonly signals: Signals;
  readonly terminal: Terminal;
  readonly log: Log;
}

async function serve({ follower, signals, terminal, log }: Served): Promise<void> {
  const { config } = follower.first;
  const data = dataFolder(config.data, terminal.env);
  const teller = tellPart(PART, log);
  const runtime = await openRuntime({ config, data, log }, terminal);
  try {
    const service = await startGateway(config, runtime, teller);
    try {
      teller.ready(readyFields(service));
      const follow = follower.follow({
        runtime,
        apply: (next) => reloadGateway(service, next, runtime),
      });
      signals.onReload(() => void follow.reload('SIGHUP'));
      await drain(service, signals, teller);
      await follow.close();
    } finally {
      await service.close();
    }
  } finally {
    await runtime.close();
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
