import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchOptions } from '../harness/bench.ts';
import { fetchText } from '../harness/fetch-text.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { progress } from '../harness/progress.ts';
import { freePort } from '../harness/server-process.ts';
import type { Policy } from './bridge.ts';
import { exchangeMeter, type ExchangeMeter } from './exchange-meter.ts';
import { withExchange } from './with-exchange.ts';

/** What is switched on. */
export interface OverheadPlan {
  readonly figure: string;
  /** Whether a granted token waits until its record is on disk. */
  readonly required: boolean;
  readonly aim: number;
}

const ALG = 'ES256';
const TOKENS = 500;
/** Seconds of load a round. */
const SECONDS = 1;
const AUDIT_FILE = 'audit.jsonl';

/**
 * Measures the server's CPU time for one exchange with an audit log and metrics against the same without, both servers up all the time.
 *
 * @throws {Error} when not every exchange was recorded and counted
 */
export async function overheadFigure(
  plan: OverheadPlan,
  { rounds }: BenchOptions,
): Promise<Figure> {
  const { figure, required, aim } = plan;
  progress(`exchange ${figure}: warming up`);
  const listen = `127.0.0.1:${await freePort()}`;
  const sections = { audit: { file: AUDIT_FILE, required }, metrics: { listen } };
  const pairs = await withMeter({}, (reference) =>
    withMeter({ sections }, async (subject) => {
      const sides = { subject: () => subject.measure(), reference: () => reference.measure() };
      const measured = await interleave(rounds, sides, (round) =>
        progress(`exchange ${figure}: round ${round} of ${rounds}`),
      );
      await requireKept(subject.data, listen);
      return measured;
    }),
  );
  return toFigure(
    {
      bench: 'exchange',
      figure,
      unit: 'us CPU/request',
      against: 'the same without audit and metrics',
      aim,
      better: 'lower',
      ratio: (pair) => pair.subject / pair.reference,
    },
    pairs,
  );
}

interface MeteredExchange extends ExchangeMeter {
  readonly data: string;
}

/** Has an exchange at hand, warm, for as long as it is used. */
function withMeter<T>(
  policy: Partial<Policy>,
  use: (metered: MeteredExchange) => Promise<T>,
): Promise<T> {
  return withExchange(
    { alg: ALG, tokens: TOKENS, policy },
    async ({ bridge, upstream, server }) => {
      const meter = await exchangeMeter(server, {
        url: bridge.tokenUrl,
        tokens: upstream.tokens,
        outcome: { alg: ALG },
        seconds: SECONDS,
      });
      await meter.warmUp();
      return await use({ ...meter, data: bridge.data });
    },
  );
}

/** @throws {Error} when the records are not as many as the metrics count, or both are none */
async function requireKept(data: string, listen: string): Promise<void> {
  const { body } = await fetchText(new URL(`http://${listen}/metrics`));
  const counted = countExchanges(body);
  const records = (await readFile(join(data, AUDIT_FILE), 'utf8')).split('\n').length - 1;
  if (counted > 0 && records === counted) return;
  throw new Error(
    `the metrics count ${counted} exchanges, and the audit log has ${records} records`,
  );
}

/** The sum of all series of `drawbridge_exchanges_total`, in the text format of Prometheus. */
export function countExchanges(metrics: string): number {
  let sum = 0;
  for (const [, value] of metrics.matchAll(/^drawbridge_exchanges_total(?:\{.*\})? (\d+)/gm)) {
    sum += Number(value);
  }
  return sum;
}
