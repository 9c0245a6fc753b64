import {
  type Call,
  createRouter,
  headerValues,
  type MetricName,
  type MetricRow,
  METRICS,
  type Metrics,
  type Reply,
  type Service,
} from '@drawbridge/core';
import {
  exposeEnd,
  exposeFamilies,
  type FamilyFigures,
  OPEN_METRICS,
  PROMETHEUS,
} from './exposition.ts';
import { watchProcess } from './process-readings.ts';
import { createFamily, type Family, observe } from './series.ts';

/** Where figures are kept, and where they are handed out. */
export interface MetricsSink {
  readonly metrics: Metrics;
  /** What all of them stand at now, and what the process uses. */
  figures(): Promise<readonly FamilyFigures[]>;
  /** `GET /metrics`, for a listener of its own. */
  readonly service: Service;
}

/** Makes of the figures of this process those that are handed out. */
export type GatherFigures = (
  own: readonly FamilyFigures[],
) => readonly FamilyFigures[] | Promise<readonly FamilyFigures[]>;

/**
 * Keeps the figures of this process in memory and hands them out at `GET /metrics`, in the Prometheus text
 * format 0.0.4 or, to who asks for it, in OpenMetrics 1.0.0.
 *
 * @param gather - adds the figures of other processes to those of this one when they are asked for. Default: there
 *   are none
 */
export function createMetricsSink(gather: GatherFigures = (own) => own): MetricsSink {
  const families = new Map<string, Family>(
    Object.entries<MetricRow>(METRICS).map(([name, row]) => [name, createFamily(name, row)]),
  );
  const readings = watchProcess();

  const find = (name: MetricName, labels: Readonly<Record<string, string>>) =>
    (families.get(name) as Family).find(labels);

  const metrics: Metrics = {
    count(name, labels) {
      find(name, labels).value++;
    },
    set(name, labels, value) {
      find(name, labels).value = value;
    },
    observe(name, labels, value) {
      observe(find(name, labels), value);
    },
  };

  const figures = async () => [...families.values(), ...(await readings.read())];

  async function scrape(call: Call): Promise<Reply> {
    const form = wantsOpenMetrics(call) ? OPEN_METRICS : PROMETHEUS;
    const shown = await gather(await figures());
    return {
      status: 200,
      headers: [
        ['content-type', form.contentType],
        ['cache-control', 'no-store'],
        ['vary', 'accept'],
      ],
      body: exposeFamilies(shown, form) + exposeEnd(form),
    };
  }

  return {
    metrics,
    figures,
    service: {
      // Whoever asks for something else here is told so, and it is not worth a line.
      handle: createRouter({ '/metrics': { GET: scrape } }, () => {}),
      close() {
        readings.close();
        return Promise.resolve();
      },
    },
  };
}

/** Whether a scraper takes OpenMetrics 1.0.0; all of them take the older format. */
function wantsOpenMetrics(call: Call): boolean {
  return headerValues(call, 'accept')
    .flatMap((value) => value.split(','))
    .map((range) => range.split(';').map((part) => part.trim().toLowerCase()))
    .some(
      ([type, ...parameters]) =>
        type === 'application/openmetrics-text' &&
        !parameters.some((one) => /^q=0(?:\.0*)?$/.test(one)) &&
        parameters.every((one) => !one.startsWith('version=') || one === 'version=1.0.0'),
    );
}
