import { isSessionName } from '@drawbridge/clouds/aws';
import { CI_SYSTEMS } from '@drawbridge/clouds/ci';
import { InvalidArgumentError } from 'commander';
import type { DefineCommand } from '../../command.ts';
import { filled, wholeNumber } from '../../option-values.ts';
import { CHILD_EXIT_HELP, CHILD_HELP } from '../../run-child.ts';
import { execInJob } from './exec-in-job.ts';
import type { Options } from './exec-options.ts';

const EXAMPLE = `
Example:
  ARM_USE_AKS_WORKLOAD_IDENTITY=true drawbridge ci exec --exchange https://bridge.example.com \\
    --gcp projects/123456789012/locations/global/workloadIdentityPools/ci/providers/bridge \\
    --azure 5d0c1c2e-0000-4000-8000-1234567890ab --azure-tenant-id 3b9f1c2e-0000-4000-8000-1234567890ab \\
    -- terraform apply`;

export const define: DefineCommand = (command, context) => {
  const systems = CI_SYSTEMS.map(({ name }) => name);
  command
    .description(
      'Run a command with files that have a token each for AWS, Google Cloud or Azure, and keep them fresh while the command runs. ' +
        `The tokens are made of that of the job: of ${systems.slice(0, -1).join(', ')} or ${systems.at(-1)}.`,
    )
    .argument('<command...>', CHILD_HELP)
    .option('--aws <role>', 'AWS: the ARN of the role to assume', filled)
    .option(
      '--audience <audience>',
      'what the token for AWS is for (default: sts.amazonaws.com)',
      filled,
    )
    .option(
      '--session-name <name>',
      'what AWS calls the session (default: of the job)',
      sessionName,
    )
    .option('--region <region>', 'the region of AWS', filled)
    .option(
      '--gcp <provider>',
      'Google Cloud: the provider of a workload identity pool, by its whole resource name (projects/NUMBER/…)',
      filled,
    )
    .option(
      '--gcp-audience <audience>',
      'what the token for Google Cloud is for (default: the provider, as a URL)',
      filled,
    )
    .option(
      '--gcp-service-account <email>',
      'the service account of Google Cloud to become',
      filled,
    )
    .option(
      '--azure <client-id>',
      'Azure: the application or the managed identity that trusts the token, by its client id',
      filled,
    )
    .option(
      '--azure-audience <audience>',
      'what the token for Azure is for (default: that of its cloud)',
      filled,
    )
    .option(
      '--azure-tenant-id <id>',
      'the directory (tenant) of Azure (environment: AZURE_TENANT_ID)',
      filled,
    )
    .option(
      '--azure-authority-host <url>',
      'of another cloud than the public one (environment: AZURE_AUTHORITY_HOST)',
      filled,
    )
    .option(
      '--exchange <url>',
      'the exchange that makes tokens of the one of the job; without it the clouds trust that one itself',
      filled,
    )
    .option(
      '--job-audience <audience>',
      "what to ask the job's token for, where its system can be asked (default: the exchange, else the cloud)",
      filled,
    )
    .option('--token-variable <name>', 'the environment variable with the token of the job', filled)
    .option('--token <@file>', 'a file with the token of the job, which is read anew', filled)
    .option('--ca <file>', 'authorities (PEM) to trust for the exchange', filled)
    .option('--timeout <seconds>', 'for a token, retries included', wholeNumber(1, 280), 60)
    .addHelpText('after', CHILD_EXIT_HELP)
    .addHelpText('after', EXAMPLE)
    .action((words: readonly string[], options: Options) => execInJob(words, options, context));
};

function sessionName(value: string): string {
  if (isSessionName(value)) return value;
  throw new InvalidArgumentError('Give 2 to 64 letters, digits or characters of _+=,.@-');
}
