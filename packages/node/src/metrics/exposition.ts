import type { MetricRow } from '@drawbridge/core';
import { BUCKETS, type Series } from './series.ts';

/** A form in which figures are handed out. */
export interface Exposition {
  readonly contentType: string;
  readonly openMetrics: boolean;
}

/** Prometheus text format 0.0.4. */
export const PROMETHEUS: Exposition = {
  contentType: 'text/plain; version=0.0.4; charset=utf-8',
  openMetrics: false,
};

/** OpenMetrics 1.0.0. */
export const OPEN_METRICS: Exposition = {
  contentType: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  openMetrics: true,
};

/** What one metric stands at. */
export interface FamilyFigures {
  readonly name: string;
  readonly row: MetricRow;
  readonly series: readonly Series[];
}

/** Writes families out, those that have no series yet too, so that what may come can be looked up. */
export function exposeFamilies(families: Iterable<FamilyFigures>, form: Exposition): string {
  let text = '';
  for (const { name, row, series } of families) {
    text += head(name, row, form);
    for (const one of series) text += lines(name, row, one);
  }
  return text;
}

/** How a document ends. */
export function exposeEnd({ openMetrics }: Exposition): string {
  return openMetrics ? '# EOF\n' : '';
}

function head(name: string, { kind, help }: Pick<MetricRow, 'kind' | 'help'>, form: Exposition) {
  // OpenMetrics names a counter without the ending of its samples.
  const family = form.openMetrics && kind === 'counter' ? name.replace(/_total$/, '') : name;
  return `# HELP ${family} ${escape(help)}\n# TYPE ${family} ${kind}\n`;
}

function lines(name: string, { kind, labels }: MetricRow, series: Series): string {
  const pairs = labels.map((label, index) => pair(label, series.labels[index] ?? ''));
  if (kind !== 'histogram') return `${name}${braces(pairs)} ${series.value}\n`;
  let total = 0;
  let text = '';
  for (const [index, count] of series.buckets.entries()) {
    total += count;
    const bound = BUCKETS[index];
    text += `${name}_bucket${braces([...pairs, pair('le', showBound(bound))])} ${total}\n`;
  }
  return `${text}${name}_sum${braces(pairs)} ${series.value}\n${name}_count${braces(pairs)} ${total}\n`;
}

/** OpenMetrics 1.0.0, "Considerations: Canonical Numbers": 1 is written 1.0. */
function showBound(bound: number | undefined): string {
  if (bound === undefined) return '+Inf';
  return Number.isInteger(bound) ? `${bound}.0` : String(bound);
}

function pair(label: string, value: string): string {
  return `${label}="${escape(value)}"`;
}

function braces(pairs: readonly string[]): string {
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escape(value: string): string {
  return value.replaceAll(/[\\\n"]/g, (at) => (at === '\n' ? String.raw`\n` : `\\${at}`));
}
