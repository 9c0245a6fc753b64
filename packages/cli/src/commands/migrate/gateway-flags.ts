import type { Command } from 'commander';
import type { CommonOptions } from '../../context.ts';
import type { AddressOptions } from '../../migrate/gateway/address.ts';
import type { MigrateOptions } from '../../migrate/migrated.ts';
import { filled, repeatable } from '../../option-values.ts';

/** The options of what makes the configuration of a gateway. */
export interface GatewayFlags extends CommonOptions, AddressOptions, MigrateOptions {
  /** Read the environment as well. */
  readonly env?: boolean;
}

/**
 * Adds them to a command.
 *
 * @param where - the host that people are to sign in on
 * @param example - the beginning of a command line, without its last flags
 */
export function addGatewayFlags(command: Command, where: string, example: string): Command {
  return command
    .option('--url <url>', `where people are to sign in: ${where}`, filled)
    .option('--host <host>', 'a host of an app, or *.example.com; may be repeated', repeatable)
    .option(
      '--trusted-proxy <address>',
      'address or range of a proxy that may ask; may be repeated',
      repeatable,
    )
    .option('--secrets <folder>', 'write the secrets of the file there, each to a file', filled)
    .option('--out <file>', 'write the configuration to this file, not to standard output', filled)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Secrets never stand in the configuration: it names a file for each, which --secrets writes.

Example:
  ${example} --secrets ./secrets`,
    );
}
