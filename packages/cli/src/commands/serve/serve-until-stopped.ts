import { dataFolder } from '@drawbridge/node';
import type { Signals } from '../../catch-signals.ts';
import type { Config } from '../../context.ts';
import { openRuntime, type RuntimeSettings, type ServiceRuntime } from '../../open-runtime.ts';
import type { Terminal } from '../../terminal.ts';
import { type Drained, drain } from './drain.ts';
import type { Follower } from './follow-config.ts';
import type { Teller } from './tell-itself.ts';

/** What a part is served with. */
export interface ServedWith extends Pick<RuntimeSettings, 'log' | 'askedBy'> {
  readonly follower: Follower;
  readonly signals: Signals;
  readonly terminal: Terminal;
  readonly teller: Teller;
}

/** What is done with a part of some kind. */
export interface ServedPart<P> {
  start(config: Config, runtime: ServiceRuntime): Promise<P>;
  /** Called once it serves. */
  ready(service: P): void;
  /** @returns what changed, in words */
  reload(service: P, config: Config, runtime: ServiceRuntime): Promise<string>;
}

/**
 * Serves a part in this process, and follows its configuration, until a signal ends it.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function serveUntilStopped<P extends Drained & { close(): Promise<void> }>(
  { follower, signals, terminal, log, teller, askedBy }: ServedWith,
  part: ServedPart<P>,
): Promise<void> {
  const { config } = follower.first;
  const data = dataFolder(config.data, terminal.env);
  const runtime = await openRuntime({ config, data, log, askedBy }, terminal);
  try {
    const service = await part.start(config, runtime);
    try {
      part.ready(service);
      const follow = follower.follow({
        runtime,
        apply: (next) => part.reload(service, next, runtime),
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
