import { type Bench, single } from '../harness/bench.ts';
import { commandFigures } from './command-figures.ts';
import { PUBLISH_FIGURE, publishFigure } from './publish-figure.ts';

/** The figures of the static issuer, and of being let into AWS: commands from their start to their end, and publishing. */
export const issuer: Bench = [
  commandFigures({
    figure: 'assume-aws-cli',
    subject: 'assume',
    reference: 'awsCli',
    against: "the AWS CLI's assume-role-with-web-identity, the same endpoint and token",
    aim: 0.2,
  }),
  commandFigures({
    figure: 'assume-node',
    subject: 'assume',
    reference: 'node',
    against: 'node -e 0',
  }),
  commandFigures({
    figure: 'verify-node',
    subject: 'verify',
    reference: 'node',
    against: 'node -e 0',
  }),
  single(PUBLISH_FIGURE, publishFigure),
];
