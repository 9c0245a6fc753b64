import { isSessionName, parseRoleArn, stsEndpoint } from '@drawbridge/clouds/aws';
import { CI_SYSTEMS } from '@drawbridge/clouds/ci';
import { InvalidArgumentError } from 'commander';
import type { DefineCommand } from '../../command.ts';
import { filled, wholeNumber } from '../../option-values.ts';
import { CHILD_EXIT_HELP, CHILD_HELP } from '../../run-child.ts';
import { execInJob } from './exec-in-job.ts';
import type { Options } from './exec-options.ts';

export const define: DefineCommand = (command, context) => {
  const systems = CI_SYSTEMS.map(({ name }) => name);
  command
    .description(
      'Run a command with a file that has a token for AWS, and keep it fresh while the command runs. ' +
        `The token is made of that of the job: of ${systems.slice(0, -1).join(', ')} or ${systems.at(-1)}.`,
    )
    .argument('<command...>', CHILD_HELP)
    .requiredOption('--aws <role>', 'the ARN of the role to assume', filled)
    .option(
      '--exchange <url>',
      'the exchange that makes a token of the one of the job; without it AWS trusts that one itself',
      filled,
    )
    .option('--audience <audience>', 'what the token for AWS is for', filled, 'sts.amazonaws.com')
    .option(
      '--job-audience <audience>',
      "what to ask the job's token for, where its system can be asked (default: the exchange)",
      filled,
    )
    .option('--token-variable <name>', 'the environment variable with the token of the job', filled)
    .option('--token <@file>', 'a file with the token of the job, which is read anew', filled)
    .option(
      '--session-name <name>',
      'what AWS calls the session (default: of the job)',
      sessionName,
    )
    .option('--region <region>', 'the region of AWS', filled)
    .option('--ca <file>', 'authorities (PEM) to trust for the exchange', filled)
    .option('--timeout <seconds>', 'for a token, retries included', wholeNumber(1, 280), 60)
    .addHelpText('after', CHILD_EXIT_HELP)
    .action((words: readonly string[], options: Options) => {
      const { aws, region } = options;
      // Said here, and not by an SDK in the middle of the command: a role of nowhere, or of another partition.
      stsEndpoint({ role: parseRoleArn(aws), region, env: context.terminal.env });
      return execInJob(words, options, context);
    });
};

function sessionName(value: string): string {
  if (isSessionName(value)) return value;
  throw new InvalidArgumentError('Give 2 to 64 letters, digits or characters of _+=,.@-');
}
