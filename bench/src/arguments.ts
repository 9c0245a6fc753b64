import { parseArgs } from 'node:util';
import { BENCH_NAMES, type BenchName, BENCHES, isBenchName } from './benches.ts';
import { MIN_VALUES } from './harness/interval.ts';

/** What the command line asks for. */
export interface Arguments {
  readonly help: boolean;
  readonly json: boolean;
  readonly rounds: number;
  readonly names: readonly BenchName[];
  /** The figures to measure; `undefined` for all. */
  readonly figures: readonly string[] | undefined;
}

/** A command line that cannot be followed. Its message is for the person who wrote it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Of 11 rounds the interval leaves out both extremes: docs/decisions/0005. */
const DEFAULT_ROUNDS = 11;

export const USAGE = `\
Usage: npm run bench -- [NAME...] [--figure FIGURE]... [--json] [--rounds N]

Measures Drawbridge against what the machine allows, as a ratio with its interval.

NAME is one of ${BENCH_NAMES.join(', ')}; default: all that have figures.

  --figure FIGURE  measure this one only; may be repeated, and FIGURE may end in *
  --json           print one line of JSON a figure
  --rounds N       measure each figure N times, ${MIN_VALUES} or more (default: ${DEFAULT_ROUNDS}; fewer are for a try)
  --help           print this, and the figures there are
`;

/**
 * Reads the command line.
 *
 * @throws {UsageError} when it has an unknown option, an unknown name or too few rounds
 */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  const names = positionals.map((name) => {
    if (isBenchName(name)) return name;
    throw new UsageError(
      `there is no bench ${JSON.stringify(name)}; there are ${BENCH_NAMES.join(', ')}`,
    );
  });
  return {
    help: values.help,
    json: values.json,
    rounds: parseRounds(values.rounds),
    figures: values.figure,
    names: names.length > 0 ? [...new Set(names)] : BENCH_NAMES.filter((name) => BENCHES[name]),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', default: false },
        figure: { type: 'string', multiple: true },
        json: { type: 'boolean', default: false },
        rounds: { type: 'string', default: String(DEFAULT_ROUNDS) },
      },
    });
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
}

function parseRounds(text: string): number {
  const rounds = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (rounds >= MIN_VALUES) return rounds;
  throw new UsageError(
    `--rounds is ${JSON.stringify(text)}; it takes a whole number from ${MIN_VALUES} to 9999`,
  );
}
