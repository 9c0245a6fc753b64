import type { Service } from '@drawbridge/core';
import type { ExchangeSection } from '@drawbridge/exchange/node';
import {
  createHealth,
  createSwitch,
  type Health,
  type HealthCheck,
  listenAll,
  type ListenerSet,
  type Site,
  type Switch,
} from '@drawbridge/node';
import type { Config } from '../../context.ts';
import type { ServiceRuntime } from '../../open-runtime.ts';
import { stopTerms } from './section-of.ts';
import type { Teller } from './tell-itself.ts';

/** What the sections of all parts that are served have. */
export type ServedSection = Pick<ExchangeSection, 'shutdown'>;

/** A part that listens. */
export interface PartService<S extends Service, Section extends ServedSection> {
  readonly current: Switch<S>;
  readonly listeners: ListenerSet;
  readonly health: Health;
  /** The configuration that it was started with: what a reload cannot change is as it is there. */
  readonly started: Config;
  /** The section that is in force. */
  section: Section;
  close(): Promise<void>;
}

/** What a part is started with. */
export interface PartStart<S extends Service, Section extends ServedSection> {
  /** Its name, for metrics and the log. */
  readonly part: string;
  readonly config: Config;
  readonly section: Section;
  readonly runtime: ServiceRuntime;
  readonly teller: Pick<Teller, 'unreachable' | 'stopped'>;
  /** Where it is served. */
  readonly sites: (current: Switch<S>, health: Health) => readonly Site[];
  /** What it takes to be ready, beside what the process does. Default: nothing. */
  readonly checks?: (current: S) => readonly HealthCheck[];
  readonly open: () => Promise<S>;
}

/**
 * Starts a part: it listens when this resolves, and is open.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function startPart<S extends Service, Section extends ServedSection>({
  part,
  config,
  section,
  runtime,
  teller,
  sites,
  checks = () => [],
  open,
}: PartStart<S, Section>): Promise<PartService<S, Section>> {
  const { log, metrics } = runtime;
  const current = createSwitch<S>((thrown) =>
    log.error('a service that was replaced could not be closed', {
      part,
      detail: (thrown as Error).message,
    }),
  );
  const own = () => (current.current === undefined ? [] : checks(current.current));
  const health = createHealth({
    part,
    checks: () => [...own(), ...runtime.checks()],
    starting: true,
    log,
    metrics,
  });
  runtime.showHealth(health);
  try {
    // Before the first key is made: who cannot serve leaves nothing behind.
    const listeners = await listenAll(sites(current, health), runtime);
    const service: PartService<S, Section> = {
      current,
      listeners,
      health,
      started: config,
      section,
      async close() {
        const begun = performance.now();
        health.close();
        const patience = stopTerms(service.section).patience * 1000;
        const { unreachable } = teller;
        const { cutOff } = await listeners.close({ patience, unreachable });
        await current.close();
        teller.stopped({ cutOff, ms: performance.now() - begun });
      },
    };
    try {
      current.replace(await open());
      health.started();
    } catch (thrown) {
      await listeners.close({ patience: 0 });
      throw thrown;
    }
    return service;
  } catch (thrown) {
    health.close();
    throw thrown;
  }
}
