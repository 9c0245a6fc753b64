import { type Command, Option } from 'commander';
import type { LoginFlags } from '@drawbridge/login/node';
import { filled, repeatable } from '../../option-values.ts';
import { PROFILE_HELP } from './open-command-logins.ts';

/** Spellings of StsOidcDriver, under which its scripts go on to work. */
const OLD_SPELLINGS = [
  '--openid_url <url>',
  '--client_id <id>',
  '--client_secret <secret>',
  '--client_credentials',
  '--scopes <scopes>',
  '--profile-to-update <name>',
  '--duration-seconds <seconds>',
] as const;

/**
 * Declares the flags that settle who signs in where, how, and as which role. What they may be, the settings judge, all at
 * once.
 */
export function addLoginFlags(command: Command): Command {
  command
    .optionsGroup('Which login, and where:')
    .option('--profile <name>', PROFILE_HELP)
    .option(
      '--issuer <url>',
      'the provider: its issuer or discovery address (environment: OIDC_DISCOVERY_URL)',
    )
    .option(
      '--client-id <id>',
      'the client to sign in with; without, one is registered (environment: OIDC_CLIENT_ID)',
    )
    .option(
      '--client-secret-file <file>',
      'its secret, for a confidential one (environment: OIDC_CLIENT_SECRET, the secret itself)',
      filled,
    )
    .option('--register', 'have another client registered, in place of the one that is kept')
    .option('--scope <scopes>', 'in place of openid email, and what the provider needs beside')
    .optionsGroup('As which role of AWS:')
    .option('--role <role>', 'its ARN, or a name of login.roles (environment: AWS_ROLE_ARN)')
    .option('--region <region>', 'where to ask and to work (environment: AWS_REGION)')
    .option(
      '--duration <time>',
      'how long credentials hold: 900, 15m, 1h, or max for the longest there is (environment: DURATION_SECONDS; default: 1h)',
    )
    .option('--session-name <name>', "what CloudTrail shows (default: the token's email or sub)")
    .optionsGroup('How to sign in:')
    .option('--device', 'by a code, with a browser anywhere, where the provider has that')
    .option('--paste', 'take the address that the browser ends at from the terminal, too')
    .option(
      '--client-credentials',
      'the client itself gets the token, by its secret: nobody signs in',
    )
    .option(
      '--implicit',
      'have the ID token come by way of the browser, with a warning: where the provider has no code flow',
    )
    .option(
      '--authorization-code',
      'by the code flow, the default, where another is configured or kept',
    )
    .optionsGroup('Where the browser comes back to:')
    .option('--port <ports>', 'the first of these that is free (default: 6432)', repeatable)
    .option('--redirect-uri <url>', 'exactly this redirect URI: http://127.0.0.1:6432/callback')
    .option(
      '--listen <address>',
      'HOST:PORT of this machine, where something else hands on what comes to --redirect-uri',
    )
    .optionsGroup('What the provider is asked:')
    .option('--login-hint <hint>', 'who signs in, for its page')
    .option('--prompt <prompt>', 'what it must ask the person: login, consent, select_account')
    .option('--acr-values <values>', 'how the person must prove who it is')
    .option('--max-age <seconds>', 'that the person signed in there no longer ago than this')
    .option(
      '--parameter <name=value>',
      'a further parameter, such as domain_hint; may be repeated',
      repeatable,
    );
  for (const spelling of OLD_SPELLINGS)
    command.addOption(new Option(spelling, 'an old spelling').hideHelp());
  return command;
}

/** The flags of a command line by their long names, as the settings take them. */
export function flagsOf(command: Command): LoginFlags {
  const given = command.options.flatMap((option) => {
    const name = option.attributeName();
    if (option.long === undefined || command.getOptionValueSource(name) !== 'cli') return [];
    return [[option.long, command.getOptionValue(name)] as const];
  });
  return Object.fromEntries(given);
}
