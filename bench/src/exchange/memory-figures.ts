import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Measurement } from '../harness/bench.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import type { Pair } from '../harness/interleave.ts';
import { MIN_VALUES } from '../harness/interval.ts';
import { fire } from '../harness/load.ts';
import { readMemory } from '../harness/memory.ts';
import { endProgress, progress } from '../harness/progress.ts';
import { until } from '../harness/until.ts';
import type { Policy } from './bridge.ts';
import { requireOutcome, TOKEN_REQUESTS } from './exchange-meter.ts';
import { type RunningExchange, withExchange } from './with-exchange.ts';

const ALG = 'ES256';
const TOKENS = 500;
/** Exchanges after which memory is read first: code is compiled, buffers and caches have their size. */
const FEW = 20_000;
/** Exchanges after which it is read again. */
const MANY = 200_000;
/** Exchanges between two reports of progress. */
const STEP = 10_000;
/** Milliseconds of idleness before each reading. */
const IDLE = 300;
const AIM = 1.1;
const MEBIBYTE = 2 ** 20;

const COLLECTOR = fileURLToPath(new URL('./collect-on-signal.js', import.meta.url));

/** Memory with a certain configuration. */
export interface MemoryPlan {
  /** Begins the names of both figures. */
  readonly figure: string;
  readonly policy: Partial<Policy>;
}

/**
 * Measures what a server has in memory after many exchanges against after few, in one process, when all garbage is
 * collected: what is resident, and V8's heap of it.
 */
export function memoryFigures({ figure, policy }: MemoryPlan): Measurement {
  const resident = `${figure}-resident`;
  const heap = `${figure}-heap`;
  return {
    figures: [resident, heap],
    async measure() {
      let output = '';
      const options = {
        alg: ALG,
        tokens: TOKENS,
        policy,
        nodeArguments: ['--expose-gc', '--import', COLLECTOR],
        onOutput: (text: string) => {
          output = (output + text).slice(-10_000);
        },
      } as const;
      return await withExchange(options, async (running) => {
        const { bridge, upstream, server } = running;
        await requireOutcome(bridge.tokenUrl, upstream.tokens[0] as Buffer, { alg: ALG });
        const readings = () =>
          readRepeatedly(server.pid, () =>
            collect(
              running,
              () => output,
              () => (output = ''),
            ),
          );
        await exchangeTokens(running, FEW, (done) =>
          progress(`exchange ${figure}: ${done} of ${MANY}`),
        );
        const few = await readings();
        await exchangeTokens(running, MANY - FEW, (done) =>
          progress(`exchange ${figure}: ${FEW + done} of ${MANY}`),
        );
        const many = await readings();
        const { peak } = await readMemory(server.pid);
        endProgress();
        process.stderr.write(
          `exchange ${figure}: at its peak ${Math.round(peak / MEBIBYTE)} MiB were resident\n`,
        );
        return [
          figureOf(resident, few, many, (reading) => reading.resident),
          figureOf(heap, few, many, (reading) => reading.heap),
        ];
      });
    },
  };
}

/** In bytes, with all garbage collected. */
interface Reading {
  readonly resident: number;
  readonly heap: number;
}

function figureOf(
  figure: string,
  few: readonly Reading[],
  many: readonly Reading[],
  bytesOf: (reading: Reading) => number,
): Figure {
  const pairs = many.map(
    (reading, index): Pair => ({
      subject: bytesOf(reading) / MEBIBYTE,
      reference: bytesOf(few[index] as Reading) / MEBIBYTE,
    }),
  );
  return toFigure(
    {
      bench: 'exchange',
      figure,
      unit: `MiB after ${MANY} exchanges`,
      against: `the same process after ${FEW}`,
      aim: AIM,
      better: 'lower',
      ratio: (pair) => pair.subject / pair.reference,
    },
    pairs,
  );
}

async function exchangeTokens(
  { bridge, upstream }: RunningExchange,
  count: number,
  onStep: (done: number) => void,
): Promise<void> {
  for (let done = 0; done < count; done += STEP) {
    onStep(done);
    const shots = Array.from({ length: Math.min(STEP, count - done) }, (_, index) => ({
      body: upstream.tokens[index % TOKENS] as Buffer,
      status: 200,
    }));
    await fire({ ...TOKEN_REQUESTS, url: bridge.tokenUrl }, shots);
  }
}

async function readRepeatedly(
  pid: number,
  collectGarbage: () => Promise<number>,
): Promise<readonly Reading[]> {
  const readings: Reading[] = [];
  for (let count = 0; count < MIN_VALUES; count++) {
    await sleep(IDLE);
    const heap = await collectGarbage();
    readings.push({ heap, resident: (await readMemory(pid)).resident });
  }
  return readings;
}

/** @returns bytes of the heap that are left */
async function collect(
  { server }: RunningExchange,
  output: () => string,
  forget: () => void,
): Promise<number> {
  forget();
  server.signal('SIGUSR2');
  const said = () => /^bench-heap (\d+)\n/m.exec(output())?.[1];
  await until('the server collects its garbage', 20_000, () => said() !== undefined);
  return Number(said());
}
