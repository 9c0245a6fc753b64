import { setTimeout as sleep } from 'node:timers/promises';
import { createLineLog, type Log } from '@drawbridge/core';
import { dataFolder, gatherLines } from '@drawbridge/node';
import type { FlagSetting } from '@drawbridge/node/config';
import { catchSignals, type Signals } from '../../catch-signals.ts';
import type { CommonOptions, Context } from '../../context.ts';
import { openRuntime } from '../../open-runtime.ts';
import type { Terminal } from '../../terminal.ts';
import { type Follower, followConfig } from '../serve/follow-config.ts';
import { stopTerms } from '../serve/section-of.ts';
import { orTellLog } from '../serve/start-messages.ts';
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
  const runtime = await openRuntime({ config, data, log }, terminal);
  try {
    const service = await startGateway(config, runtime);
    try {
      tellReady(service, log);
      const follow = follower.follow({
        runtime,
        apply: (next) => reloadGateway(service, next, runtime),
      });
      signals.onReload(() => void follow.reload('SIGHUP'));
      await drain(service, signals, log);
      await follow.close();
    } finally {
      await service.close();
    }
  } finally {
    await runtime.close();
  }
}

function tellReady({ section, listener }: GatewayService, log: Log): void {
  const { url, hosts, providers, rules } = section;
  log.info('gateway ready', {
    url,
    hosts: hosts.length,
    providers: providers.map(({ name }) => name).join(', '),
    rules: rules.length,
    health: `${listener.url}/readyz`,
    listening: listener.url,
  });
}

/** Waits for the signal to stop; from then on nothing new should come, and what comes is served for a while. */
async function drain(service: GatewayService, signals: Signals, log: Log): Promise<void> {
  const signal = await signals.stop;
  service.health.drain();
  const { delay } = stopTerms(service.section);
  log.info('gateway stopping', { signal, ...(delay > 0 && { delay }) });
  await sleep(delay * 1000);
}
