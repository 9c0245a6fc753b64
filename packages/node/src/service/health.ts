import type { Log, Metrics } from '@drawbridge/core';

/** One thing that must be well for a process to be of use. */
export interface HealthCheck {
  /** In kebab case; callers see it. */
  readonly name: string;
  /** Throws, or rejects, with a message for the operator when it is not well. */
  readonly check: () => void | Promise<void>;
}

/** What became of the checks. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean }[];
}

/** Nobody's news, and no outcome that is good for a while: it may be over in the next moment. */
export const NOT_STARTED: Readiness = { ready: false, checks: [{ name: 'started', ok: false }] };

/** Whether a process is of use at present. */
export interface Health {
  /** Does the checks, or answers what came of them within the last second. It never rejects. */
  readiness(): Promise<Readiness>;
  /** The start is over: from now on the checks say whether it is ready. */
  started(): void;
  /** From now on it is not ready: whoever sends calls here should send them elsewhere. */
  drain(): void;
  /** Ends the regular look. */
  close(): void;
}

/** What health is made of. */
export interface HealthOptions {
  /** Name of the part, for the metric. */
  readonly part: string;
  /** Asked for at each look, since a reload may change them. */
  readonly checks: () => readonly HealthCheck[];
  readonly log: Log;
  readonly metrics: Metrics;
  /** Whether it is still starting, and so not ready until {@link Health.started}. Default: false. */
  readonly starting?: boolean;
  /** Milliseconds that an outcome is good for, so that probes cannot become load. Default: 1,000. */
  readonly keepFor?: number;
  /** Milliseconds that a check may take. Default: 3,000. */
  readonly patience?: number;
  /** Milliseconds between two looks that nobody asked for: metric and log are right without probes. Default: 10,000. */
  readonly interval?: number;
}

interface Outcome {
  readonly name: string;
  readonly fault: string | undefined;
}

/** Makes the health of a process. The log is told when it changes, and why. */
export function createHealth(options: HealthOptions): Health {
  const { part, checks, log, metrics, keepFor = 1_000, patience = 3_000 } = options;
  let starting = options.starting ?? false;
  let draining = false;
  let latest: { readonly at: number; readonly outcomes: Promise<readonly Outcome[]> } | undefined;
  /** What the log has already. */
  let told = '';

  function look(): Promise<readonly Outcome[]> {
    const now = performance.now();
    if (latest !== undefined && now - latest.at < keepFor) return latest.outcomes;
    const outcomes = Promise.all(checks().map((check) => outcomeOf(check, patience)));
    latest = { at: now, outcomes };
    return outcomes;
  }

  function tell(outcomes: readonly Outcome[]): void {
    const failed = outcomes.filter(({ fault }) => fault !== undefined);
    metrics.set('drawbridge_ready', { part }, failed.length === 0 && !draining ? 1 : 0);
    const names = failed.map(({ name }) => name).join(', ');
    if (names === told) return;
    told = names;
    if (names === '') return log.info('ready again');
    const detail = failed.map(({ name, fault }) => `${name}: ${fault}`).join('; ');
    log.error('not ready', { checks: names, detail });
  }

  async function readiness(): Promise<Readiness> {
    if (starting) return NOT_STARTED;
    const outcomes = await look();
    tell(outcomes);
    const all = draining ? [...outcomes, { name: 'not-draining', fault: 'draining' }] : outcomes;
    return {
      ready: all.every(({ fault }) => fault === undefined),
      checks: all.map(({ name, fault }) => ({ name, ok: fault === undefined })),
    };
  }

  const timer = setInterval(() => void readiness(), options.interval ?? 10_000);
  timer.unref();
  return {
    readiness,
    started() {
      starting = false;
    },
    drain() {
      draining = true;
      metrics.set('drawbridge_ready', { part }, 0);
    },
    close: () => clearInterval(timer),
  };
}

async function outcomeOf({ name, check }: HealthCheck, patience: number): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patience} ms`)), patience);
  });
  try {
    await Promise.race([Promise.resolve().then(check), tooLong]);
    return { name, fault: undefined };
  } catch (thrown) {
    return { name, fault: thrown instanceof Error ? thrown.message : String(thrown) };
  } finally {
    clearTimeout(timer);
  }
}
