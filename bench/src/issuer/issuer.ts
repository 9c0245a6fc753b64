import { type Bench, single } from '../harness/bench.ts';
import { commandFigures } from '../harness/command-figures.ts';
import { setUpCommands } from './commands.ts';
import { PUBLISH_FIGURE, publishFigure } from './publish-figure.ts';

const figures = commandFigures('issuer', setUpCommands);

/** The figures of the static issuer, and of being let into AWS: commands from their start to their end, and publishing. */
export const issuer: Bench = [
  figures({
    figure: 'assume-aws-cli',
    subject: 'assume',
    reference: 'awsCli',
    against: "the AWS CLI's assume-role-with-web-identity, the same endpoint and token",
    aim: 0.2,
  }),
  figures({
    figure: 'assume-node',
    subject: 'assume',
    reference: 'node',
    against: 'node -e 0',
  }),
  figures({
    figure: 'verify-node',
    subject: 'verify',
    reference: 'node',
    against: 'node -e 0',
  }),
  single(PUBLISH_FIGURE, publishFigure),
];
