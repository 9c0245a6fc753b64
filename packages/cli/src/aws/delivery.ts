import { AWS_SHELLS, type AwsShell, profileNameFault } from '@drawbridge/clouds/aws';
import { DrawbridgeError } from '@drawbridge/core';
import { type Command, Option } from 'commander';
import { filled } from '../option-values.ts';
import { CHILD_EXIT_HELP } from '../run-child.ts';

/** The forms that credentials are printed in: commands of a shell, and what AWS's tools and Docker read. */
const AWS_FORMATS = [...AWS_SHELLS, 'dotenv', 'credential-process'] as const;

export type AwsFormat = AwsShell | 'dotenv' | 'credential-process';

/** Flags that say what becomes of credentials. At most one of `format`, `json`, `profile` and a command. */
export interface DeliveryFlags {
  readonly format?: AwsFormat;
  readonly json?: boolean;
  readonly profile?: string;
  readonly force?: boolean;
  readonly region?: string;
}

/** Declares the flags of {@link DeliveryFlags}. `--region` is the command's own. */
export function addDeliveryOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--format <form>',
        'print them for a shell (eval them), a file of Docker, or as a credential_process',
      ).choices(AWS_FORMATS),
    )
    .option('--profile <name>', "write them to a profile of AWS's files", filled)
    .option('--force', 'give up what the profile has of another style, or keys of your own')
    .option('--json', 'print all that AWS answered, secrets too')
    .addHelpText('after', CHILD_EXIT_HELP);
}

/**
 * Sees to it that there is one place where credentials go.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export function requireOneDelivery(
  { format, json, profile, force }: DeliveryFlags,
  command: readonly string[],
): void {
  const given = [
    format !== undefined && '--format',
    json === true && '--json',
    profile !== undefined && '--profile',
    command.length > 0 && '-- COMMAND',
  ].filter((name) => name !== false);
  if (given.length > 1) {
    throw new DrawbridgeError('usage_invalid', {
      detail: `${given.join(' and ')} each say what becomes of the credentials`,
      hint: 'Give one of them; or none, for a table that shows no secrets.',
    });
  }
  const fault = profile === undefined ? undefined : profileNameFault(profile);
  if (fault !== undefined) throw new DrawbridgeError('usage_invalid', { detail: fault });
  if (force === true && profile === undefined) {
    throw new DrawbridgeError('usage_invalid', { detail: '--force belongs to --profile' });
  }
}
