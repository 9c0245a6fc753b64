import type { DefineCommand } from '../../command.ts';
import { filled } from '../../option-values.ts';
import { addLoginFlags } from './login-flags.ts';
import { runSignIn } from './run-sign-in.ts';
import type { SignInOptions } from './session.ts';

export const define: DefineCommand = (command, context) => {
  addLoginFlags(
    command.description(
      'Sign in with a browser, and have a profile of AWS whose credentials renew themselves. ' +
        'What was given once is kept under the name of the profile: after that, --profile NAME is enough.',
    ),
  )
    .optionsGroup('What is written:')
    .option('--keys', 'write keys to the profile, in place of what renews them')
    .option('--aws-config-file <file>', 'write keys to the profile of this file', filled)
    .option('--force', 'give up what the profile has of another style, or keys of your own')
    .option(
      '--no-write',
      'write no profile: exec, env and credential-process find the login all the same',
    )
    .optionsGroup('What is told:')
    .option('--debug', 'tell of each step, and of no secret')
    // What every command has comes last, under the heading that it has everywhere.
    .optionsGroup('')
    .addHelpText('after', EXAMPLES)
    .action(async (options: SignInOptions) => runSignIn(options, command, context));
};

const EXAMPLES = `
Examples:
  drawbridge login --issuer https://id.example.com --client-id aws-cli \\
    --role arn:aws:iam::123456789012:role/developer --profile dev
  aws s3 ls --profile dev
  drawbridge login --profile dev`;
