import type { Bench } from '../harness/bench.ts';
import { commandFigures } from '../harness/command-figures.ts';
import { setUpCommands } from './commands.ts';

const figures = commandFigures('doctor', setUpCommands);
const node = { reference: 'node', against: 'node -e 0' } as const;

/** What a look costs from the start of the command to its end, with an issuer that answers at once. */
export const doctor: Bench = [
  figures({ figure: 'aws-node', subject: 'aws', ...node }),
  figures({ figure: 'issuer-node', subject: 'issuer', ...node }),
];
