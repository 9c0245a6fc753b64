import { consoleSignInUrl, parseRoleArn, SESSION_LIMITS } from '@drawbridge/clouds/aws';
import { openOutbound } from '@drawbridge/node';
import type { DefineCommand } from '../../command.ts';
import { filled, seconds } from '../../option-values.ts';
import { print, tell } from '../../terminal.ts';
import { PROFILE_HELP, type ProfileOptions, profileOf, withLogins } from './open-command-logins.ts';

interface Options extends ProfileOptions {
  readonly destination?: string;
  readonly duration?: number;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  const { shortest, longest } = SESSION_LIMITS;
  command
    .description(
      'Print an address that signs in to the console of AWS as the role of a login. Whoever has it is signed in: it holds for fifteen minutes.',
    )
    .option('--profile <name>', PROFILE_HELP, filled)
    .option('--destination <place>', 'a service such as s3, or an address of the console', filled)
    .option(
      '--duration <time>',
      'how long the session holds: 900, 15m or 8h (default: as the credentials)',
      seconds(shortest, longest),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      const name = profileOf(options, terminal.env);
      const { outbound } = await context.config(options);
      const http = await openOutbound(outbound ?? {}, terminal.env, {
        caVariable: 'AWS_CA_BUNDLE',
      });
      try {
        const url = await withLogins(context, options, async (logins) => {
          const credentials = await logins.credentials(name);
          const login = await logins.read(name);
          const aws = login?.settings.aws;
          return consoleSignInUrl({
            credentials,
            partition: aws && parseRoleArn(aws.role).partition?.name,
            region: aws?.region,
            destination: options.destination,
            duration: options.duration,
            isChained: (aws?.chain ?? []).length > 0,
            fetch: http.documents(),
          });
        });
        print(terminal, url);
        if (terminal.stdout.isTTY === true) {
          tell(terminal, 'Open it within fifteen minutes, and show it to nobody: it signs in.');
        }
      } finally {
        await http.close();
      }
    });
};
const EXAMPLES = `
Examples:
  drawbridge console --profile dev
  drawbridge console --profile dev --destination s3 --duration 8h`;
