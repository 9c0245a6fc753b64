import type { BenchOptions, Measurement } from '../harness/bench.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave, type Pair } from '../harness/interleave.ts';
import { progress } from '../harness/progress.ts';
import { type CommandCost, runCommand } from '../harness/run-command.ts';
import { type Commands, setUpCommands } from './commands.ts';

/** How often each side is run a round. */
const RUNS = 3;

export interface CommandPlan {
  readonly figure: string;
  readonly subject: keyof Omit<Commands, 'remove'>;
  readonly reference: keyof Omit<Commands, 'remove'>;
  readonly against: string;
  /** For both. */
  readonly aim?: number;
}

/** Measures how long a command takes against another, and what CPU time: a figure each. */
export function commandFigures(plan: CommandPlan): Measurement {
  return {
    figures: [plan.figure, `${plan.figure}-cpu`],
    measure: (options) => measure(plan, options),
  };
}

async function measure(
  { figure, subject, reference, against, aim }: CommandPlan,
  { rounds }: BenchOptions,
): Promise<readonly Figure[]> {
  const commands = await setUpCommands();
  try {
    const sides = {
      subject: () => runCommand(commands[subject], RUNS),
      reference: () => runCommand(commands[reference], RUNS),
    };
    const pairs = await interleave(rounds, sides, (round) =>
      progress(`issuer ${figure}: round ${round} of ${rounds}`),
    );
    const shared = { bench: 'issuer', against, aim, better: 'lower', ratio } as const;
    return [
      toFigure({ ...shared, figure, unit: 'ms' }, pairs.map(of('wall'))),
      toFigure({ ...shared, figure: `${figure}-cpu`, unit: 'ms of CPU' }, pairs.map(of('cpu'))),
    ];
  } finally {
    await commands.remove();
  }
}

function ratio({ subject, reference }: Pair): number {
  return subject / reference;
}

function of(kind: keyof CommandCost): (pair: Pair<CommandCost>) => Pair {
  return ({ subject, reference }) => ({ subject: subject[kind], reference: reference[kind] });
}
