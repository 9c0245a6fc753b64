/**
 * Every figure that a part keeps, by name: what kind it is, what it says, and the names of its labels. A label's
 * values come from configuration or from a closed list, never from a caller: the number of series is bounded.
 */
export const METRICS = {
  drawbridge_exchanges_total: {
    kind: 'counter',
    help: 'Calls of the token endpoint that were decided.',
    // `code` is `ok` or that of the fault; `issuer` is empty unless it is a configured one.
    labels: ['code', 'issuer'],
  },
  drawbridge_exchange_duration_seconds: {
    kind: 'histogram',
    help: 'Seconds that a call of the token endpoint took.',
    labels: ['code'],
  },
  drawbridge_signing_key_age_seconds: {
    kind: 'gauge',
    help: 'Seconds that the key of an algorithm has signed.',
    labels: ['alg'],
  },
  drawbridge_config_reload_success: {
    kind: 'gauge',
    help: 'Whether the last reload of the configuration worked: 1 or 0.',
    labels: ['part'],
  },
} as const satisfies Readonly<Record<string, MetricRow>>;

/** One row of the table of metrics. */
export interface MetricRow {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  /** One sentence. */
  readonly help: string;
  readonly labels: readonly string[];
}

/** The closed union of names. */
export type MetricName = keyof typeof METRICS;

type NamesOf<Kind> = {
  [Name in MetricName]: (typeof METRICS)[Name]['kind'] extends Kind ? Name : never;
}[MetricName];

/** The labels of a metric, every one with its value. */
export type LabelsOf<Name extends MetricName> = {
  readonly [Label in (typeof METRICS)[Name]['labels'][number]]: string;
};

/** Where a part counts what it does. It never throws and never waits. */
export interface Metrics {
  /** Adds 1 to a counter. */
  count<Name extends NamesOf<'counter'>>(name: Name, labels: LabelsOf<Name>): void;
  /** Says what a gauge stands at. */
  set<Name extends NamesOf<'gauge'>>(name: Name, labels: LabelsOf<Name>, value: number): void;
  /** Adds a value to a histogram. */
  observe<Name extends NamesOf<'histogram'>>(
    name: Name,
    labels: LabelsOf<Name>,
    value: number,
  ): void;
}

/** Metrics that keep nothing. */
export const silentMetrics: Metrics = { count() {}, set() {}, observe() {} };
