import { AWS_SHELLS, type AwsShell, environmentFile, shellCommands } from '@drawbridge/clouds/aws';
import { Option } from 'commander';
import type { DefineCommand } from '../../command.ts';
import { filled } from '../../option-values.ts';
import { loginVariables } from './login-variables.ts';
import { PROFILE_HELP, type ProfileOptions } from './open-command-logins.ts';

interface Options extends ProfileOptions {
  readonly format: AwsShell | 'dotenv';
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Print the credentials of a login as commands of a shell (eval them), or as a file of Docker.',
    )
    .option('--profile <name>', PROFILE_HELP, filled)
    .addOption(
      new Option('--format <form>', 'whose commands')
        .choices([...AWS_SHELLS, 'dotenv'])
        .default('bash'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      const { format } = options;
      const variables = await loginVariables(context, options);
      terminal.stdout.write(
        format === 'dotenv' ? environmentFile(variables) : shellCommands(format, variables),
      );
    });
};
const EXAMPLES = `
Examples:
  eval "$(drawbridge env --profile dev)"
  drawbridge env --profile dev --format dotenv > aws.env`;
