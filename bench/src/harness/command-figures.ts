import type { BenchOptions, Measurement } from './bench.ts';
import { type Figure, toFigure } from './figure.ts';
import { interleave, type Pair } from './interleave.ts';
import { progress } from './progress.ts';
import { type CommandCost, type CommandLine, runCommand } from './run-command.ts';

/** How often each side is run a round. */
const RUNS = 3;

/** Commands by name, with what they talk to. */
export interface Commands<Name extends string> {
  readonly commands: Readonly<Record<Name, CommandLine>>;
  remove(): Promise<void>;
}

export interface CommandPlan<Name extends string> {
  readonly figure: string;
  readonly subject: Name;
  readonly reference: Name;
  readonly against: string;
  /** For both. */
  readonly aim?: number;
}

/**
 * Makes what measures how long a command takes against another, and what CPU time: a figure each.
 *
 * @param bench - whose figures they are
 * @param setUp - makes the commands anew for each pair of figures
 */
export function commandFigures<Name extends string>(
  bench: string,
  setUp: () => Promise<Commands<Name>>,
): (plan: CommandPlan<Name>) => Measurement {
  return (plan) => ({
    figures: [plan.figure, `${plan.figure}-cpu`],
    measure: (options) => measure(bench, setUp, plan, options),
  });
}

async function measure<Name extends string>(
  bench: string,
  setUp: () => Promise<Commands<Name>>,
  { figure, subject, reference, against, aim }: CommandPlan<Name>,
  { rounds }: BenchOptions,
): Promise<readonly Figure[]> {
  const { commands, remove } = await setUp();
  try {
    const sides = {
      subject: () => runCommand(commands[subject], RUNS),
      reference: () => runCommand(commands[reference], RUNS),
    };
    const pairs = await interleave(rounds, sides, (round) =>
      progress(`${bench} ${figure}: round ${round} of ${rounds}`),
    );
    const shared = { bench, against, aim, better: 'lower', ratio } as const;
    return [
      toFigure({ ...shared, figure, unit: 'ms' }, pairs.map(of('wall'))),
      toFigure({ ...shared, figure: `${figure}-cpu`, unit: 'ms of CPU' }, pairs.map(of('cpu'))),
    ];
  } finally {
    await remove();
  }
}

function ratio({ subject, reference }: Pair): number {
  return subject / reference;
}

function of(kind: keyof CommandCost): (pair: Pair<CommandCost>) => Pair {
  return ({ subject, reference }) => ({ subject: subject[kind], reference: reference[kind] });
}
