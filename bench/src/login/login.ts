import { type Bench, single } from '../harness/bench.ts';
import { commandFigures } from '../harness/command-figures.ts';
import { CALLBACK_FIGURE, callbackFigure } from './callback-figure.ts';
import { setUpCommands } from './commands.ts';

const figures = commandFigures('login', setUpCommands);

/** The figures of signing in: what an SDK of AWS waits for, and what a person does. */
export const login: Bench = [
  figures({
    figure: 'kept-node',
    subject: 'kept',
    reference: 'node',
    against: 'node -e 0',
    aim: 2.5,
  }),
  figures({
    figure: 'kept-aws-cli',
    subject: 'kept',
    reference: 'awsCli',
    against: "the AWS CLI's configure export-credentials, the same keys in its credentials file",
    aim: 0.1,
  }),
  figures({
    figure: 'needed-node',
    subject: 'needed',
    reference: 'node',
    against: 'node -e 0; a person must sign in',
  }),
  single(CALLBACK_FIGURE, callbackFigure),
];
