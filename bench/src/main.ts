import { parseArguments, USAGE, UsageError } from './arguments.ts';
import { BENCHES } from './benches.ts';
import { type Figure, toJsonLine } from './harness/figure.ts';
import { endProgress } from './harness/progress.ts';
import { formatTable } from './table.ts';

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;

/** Runs the benches that are asked for. Results on stdout, all else on stderr. */
async function main(args: readonly string[]): Promise<void> {
  const { help, json, rounds, names } = parseArguments(args);
  if (help) {
    process.stdout.write(USAGE);
    return;
  }
  const figures: Figure[] = [];
  for (const name of names) {
    const bench = BENCHES[name];
    if (bench === null) {
      process.stderr.write(`bench: ${name} has no figures yet\n`);
      continue;
    }
    for await (const figure of bench({ rounds })) {
      endProgress();
      figures.push(figure);
      if (json) process.stdout.write(`${toJsonLine(figure)}\n`);
    }
  }
  if (!json && figures.length > 0) process.stdout.write(formatTable(figures));
}

// Leave by the front door, so that the servers under test are ended too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(EXIT_FAILURE));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  endProgress();
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? EXIT_USAGE : EXIT_FAILURE;
}
