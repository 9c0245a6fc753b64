import { withVariables } from '@drawbridge/clouds/aws';
import type { DefineCommand } from '../../command.ts';
import { filled } from '../../option-values.ts';
import { CHILD_EXIT_HELP, CHILD_HELP, runChild } from '../../run-child.ts';
import { loginVariables } from './login-variables.ts';
import { PROFILE_HELP, type ProfileOptions } from './open-command-logins.ts';

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Run a command with the credentials of a login in its environment. They are not renewed while it runs: ' +
        'for what takes longer than they hold, take the profile or drawbridge login agent.',
    )
    .argument('<command...>', CHILD_HELP)
    .option('--profile <name>', PROFILE_HELP, filled)
    .addHelpText('after', EXAMPLES)
    .addHelpText('after', CHILD_EXIT_HELP)
    .action(async (words: readonly string[], options: ProfileOptions) => {
      const variables = await loginVariables(context, options);
      await runChild(words, { env: withVariables(terminal.env, variables) }, terminal);
    });
};
const EXAMPLES = `
Examples:
  drawbridge exec --profile dev -- terraform plan
  drawbridge exec --profile dev -- aws s3 ls`;
