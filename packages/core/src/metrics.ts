/**
 * Every figure that a part keeps, by name: what kind it is, what it says, and the names of its labels. A label's
 * values come from configuration or from a closed list, never from a caller: the number of series is bounded.
 */
export const METRICS = {
  drawbridge_exchanges_total: {
    kind: 'counter',
    help: 'Calls of the token endpoint that were decided.',
    // `code` is `ok` or that of the fault; `issuer` is a configured one that the token names, else empty.
    labels: ['code', 'issuer'],
  },
  drawbridge_exchange_duration_seconds: {
    kind: 'histogram',
    help: 'Seconds from the head of a call of the token endpoint to its answer.',
    // `granted`, `refused` (the fault of the caller), `failed` (any other).
    labels: ['outcome'],
  },
  drawbridge_gateway_decisions_total: {
    kind: 'counter',
    help: 'Questions of proxies that were decided.',
    // `code` is `ok` or that of the fault; `dialect` is the kind of proxy, as in the path that it asks at.
    labels: ['code', 'dialect'],
  },
  drawbridge_gateway_decision_duration_seconds: {
    kind: 'histogram',
    help: 'Seconds from the head of a question of a proxy to its answer.',
    // `allowed`, `refused` (sent to sign in, too), `failed` (nobody could say).
    labels: ['outcome'],
  },
  drawbridge_upstream_key_loads_total: {
    kind: 'counter',
    help: "Loads of an upstream issuer's keys.",
    // `loaded`, `unchanged` (the ones at hand are the newest), `failed`.
    labels: ['issuer', 'outcome'],
  },
  drawbridge_upstream_keys_loaded_timestamp_seconds: {
    kind: 'gauge',
    help: "When an upstream issuer's keys were last loaded or found unchanged, in seconds since the epoch.",
    labels: ['issuer'],
  },
  drawbridge_upstream_keys: {
    kind: 'gauge',
    help: 'How many keys an upstream issuer has to verify with.',
    labels: ['issuer'],
  },
  drawbridge_signatures_waiting: {
    kind: 'gauge',
    help: 'Slow signatures and verifications that wait for their turn.',
    labels: [],
  },
  drawbridge_signing_key_active_timestamp_seconds: {
    kind: 'gauge',
    help: 'Since when the key signs that signs now, in seconds since the epoch.',
    labels: ['alg'],
  },
  drawbridge_publish_failures_total: {
    kind: 'counter',
    help: 'Attempts to publish the documents elsewhere that failed.',
    labels: [],
  },
  drawbridge_published_timestamp_seconds: {
    kind: 'gauge',
    help: 'When the documents were last read back from the public address as they should be, in seconds since the epoch.',
    labels: [],
  },
  drawbridge_audit_records_total: {
    kind: 'counter',
    help: 'Records of decisions.',
    // `kept`, `lost`.
    labels: ['outcome'],
  },
  drawbridge_audit_failures_total: {
    kind: 'counter',
    help: 'Writes to the audit file that failed.',
    labels: [],
  },
  drawbridge_store_errors_total: {
    kind: 'counter',
    help: 'Operations of the store that failed.',
    // `get`, `put`, `delete`, `add`.
    labels: ['operation'],
  },
  drawbridge_token_refreshes_total: {
    kind: 'counter',
    help: 'Refreshes of the tokens that go out with calls.',
    // `renewed`, `taken` (another process had done it), `failed`, `ended` (a person must sign in again).
    labels: ['outcome'],
  },
  drawbridge_ready: {
    kind: 'gauge',
    help: 'Whether a part is ready to serve: 1 or 0.',
    labels: ['part'],
  },
  drawbridge_config_reload_success: {
    kind: 'gauge',
    help: 'Whether the last reload of the configuration worked: 1 or 0.',
    labels: ['part'],
  },
  drawbridge_config_reload_timestamp_seconds: {
    kind: 'gauge',
    help: 'When the configuration in force was loaded, in seconds since the epoch.',
    labels: ['part'],
  },
  drawbridge_certificate_end_timestamp_seconds: {
    kind: 'gauge',
    help: 'When the certificate of a listener ends, or one sent with it, in seconds since the epoch.',
    labels: ['listener'],
  },
  drawbridge_worker_deaths_total: {
    kind: 'counter',
    help: 'Workers that ended unasked, and are replaced.',
    labels: [],
  },
  drawbridge_build_info: {
    kind: 'gauge',
    help: 'Always 1: which version runs, and on which Node.',
    labels: ['version', 'node'],
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
