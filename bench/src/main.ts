import { type Arguments, parseArguments, USAGE, UsageError } from './arguments.ts';
import { BENCHES } from './benches.ts';
import type { Measurement } from './harness/bench.ts';
import { type Figure, toJsonLine } from './harness/figure.ts';
import { endProgress } from './harness/progress.ts';
import { selectMeasurements } from './select.ts';
import { formatTable } from './table.ts';

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;

/** Runs the benches that are asked for. Results on stdout, all else on stderr. */
async function main(args: readonly string[]): Promise<void> {
  const given = parseArguments(args);
  const measurements = given.names.flatMap((name) => BENCHES[name] ?? []);
  if (given.help) {
    const names = measurements.flatMap(({ figures }) => figures);
    process.stdout.write(`${USAGE}\nFIGURE is one of\n  ${names.join('\n  ')}\n`);
    return;
  }
  for (const name of given.names) {
    if (BENCHES[name] === null) tell(`${name} has no figures yet`);
  }
  const figures = await measureAll(selectMeasurements(measurements, given.figures), given);
  if (!given.json && figures.length > 0) process.stdout.write(formatTable(figures));
}

/** One that fails does not take the others with it, but the run has failed. */
async function measureAll(
  measurements: readonly Measurement[],
  { rounds, json }: Arguments,
): Promise<readonly Figure[]> {
  const all: Figure[] = [];
  for (const { figures, measure } of measurements) {
    try {
      const measured = await measure({ rounds });
      all.push(...measured);
      if (json) for (const figure of measured) process.stdout.write(`${toJsonLine(figure)}\n`);
    } catch (error) {
      tell(`${figures.join(', ')}: not measured: ${messageOf(error)}`);
      process.exitCode = EXIT_FAILURE;
    }
  }
  endProgress();
  return all;
}

function tell(text: string): void {
  endProgress();
  process.stderr.write(`bench: ${text}\n`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// Leave by the front door, so that the servers under test are ended too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(EXIT_FAILURE));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  tell(messageOf(error));
  process.exitCode = error instanceof UsageError ? EXIT_USAGE : EXIT_FAILURE;
}
