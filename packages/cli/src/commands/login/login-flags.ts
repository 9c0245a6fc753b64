import { type Command, Option } from 'commander';
import type { LoginFlags } from '@drawbridge/login/node';
import { filled, repeatable } from '../../option-values.ts';
import { PROFILE_HELP } from './open-command-logins.ts';

/** Spellings of StsOidcDriver, under which its scripts go on to work. */
const OLD_SPELLINGS = [
  '--openid_url <url>',
  '--client_id <id>',
  '--client_secret <secret>',
  '--scopes <scopes>',
  '--profile-to-update <name>',
  '--duration-seconds <seconds>',
] as const;

/** Declares the flags that settle who signs in where, and as which role. What they may be, the settings judge, all at once. */
export function addLoginFlags(command: Command): Command {
  command
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
    .option('--scope <scopes>', 'in place of openid email, and what the provider needs beside')
    .option(
      '--role <role>',
      'the role of AWS: its ARN, or a name of login.roles (environment: AWS_ROLE_ARN)',
    )
    .option('--region <region>', 'where to ask and to work (environment: AWS_REGION)')
    .option(
      '--duration <time>',
      'how long credentials hold: 900, 15m or 1h (environment: DURATION_SECONDS; default: 1h)',
    )
    .option('--session-name <name>', "what CloudTrail shows (default: the token's email or sub)")
    .option('--login-hint <hint>', "who signs in, for the provider's page")
    .option('--prompt <prompt>', 'what the provider must ask: login, consent, select_account')
    .option('--acr-values <values>', 'how the person must prove who it is')
    .option('--max-age <seconds>', 'a sign-in at the provider must not be older')
    .option(
      '--parameter <name=value>',
      'a further parameter of the request, such as domain_hint; may be repeated',
      repeatable,
    )
    .option(
      '--port <ports>',
      'where the browser comes back to: the first of these that is free (default: 6432)',
      repeatable,
    )
    .option(
      '--redirect-uri <url>',
      'the same, as an exact redirect URI: http://127.0.0.1:6432/callback',
    )
    .option(
      '--listen <address>',
      'HOST:PORT of this machine, where something else hands on what comes to --redirect-uri',
    )
    .option('--register', 'have another client registered, in place of the one that is kept');
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
