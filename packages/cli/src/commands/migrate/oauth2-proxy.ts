import { dirname, join, resolve } from 'node:path';
import { configError } from '@drawbridge/core';
import {
  ASKED_BY,
  type AskedBy,
  findGatewayFaults,
  gatewaySection,
} from '@drawbridge/gateway/node';
import { parseSection, toYaml } from '@drawbridge/node/config';
import { Option } from 'commander';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { CONFIG_COMMENTS } from '../../migrate/oauth2-proxy/config-comments.ts';
import { readEmails } from '../../migrate/oauth2-proxy/read-emails.ts';
import { type Given, readToml } from '../../migrate/oauth2-proxy/read-toml.ts';
import { readVariables } from '../../migrate/oauth2-proxy/read-variables.ts';
import { createSettings } from '../../migrate/oauth2-proxy/settings.ts';
import { translate } from '../../migrate/oauth2-proxy/translate.ts';
import { keepSecretFiles, reportMigrated } from '../../migrate/migrated.ts';
import { readTextFile } from '../../migrate/read-text-file.ts';
import { filled, repeatable } from '../../option-values.ts';
import { requireNew, writeOutFile } from '../../out-file.ts';
import type { Terminal } from '../../terminal.ts';

interface Options extends CommonOptions {
  readonly env?: boolean;
  readonly url?: string;
  readonly host?: readonly string[];
  readonly trustedProxy?: readonly string[];
  readonly askedBy?: AskedBy;
  readonly secrets?: string;
  readonly out?: string;
  readonly json?: boolean;
}

const COMMAND = 'drawbridge migrate oauth2-proxy';

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Make a configuration of the gateway of that of an oauth2-proxy. Its file is read and left as it is; ' +
        'each thing that is not carried over is told.',
    )
    .argument('<file>', 'the file of --config, such as oauth2-proxy.cfg')
    .option('--out <file>', 'write the configuration to this file, not to standard output', filled)
    .option('--env', 'read OAUTH2_PROXY_* as well, which come before the file')
    .option('--url <url>', 'where people are to sign in: a host without an app', filled)
    .option('--host <host>', 'a host of an app, or *.example.com; may be repeated', repeatable)
    .option(
      '--trusted-proxy <address>',
      'address or range of a proxy that may ask; may be repeated',
      repeatable,
    )
    .addOption(
      new Option(
        '--asked-by <proxy>',
        'the proxy that asks, as it was set up for oauth2-proxy (default: nginx)',
      ).choices(ASKED_BY),
    )
    .option('--secrets <folder>', 'write the secrets of the file there, each to a file', filled)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Secrets never stand in the configuration: it names a file for each, which --secrets writes.

Example:
  drawbridge migrate oauth2-proxy oauth2-proxy.cfg --out drawbridge.yaml \\
    --url https://auth.example.com --host '*.example.com' --secrets ./secrets`,
    )
    .action(async (file: string, options: Options) => {
      const data = await context.data(options);
      const { given, notes } = await readGiven(file, options, terminal);
      const emails = await readPeople(given, file);
      const secrets = resolve(options.secrets ?? join(dirname(options.out ?? file), 'secrets'));
      const translation = translate(given, { ...options, file, data, secrets, emails });
      if (translation.faults.length > 0) {
        throw configError(translation.faults, `The options are in ${resolve(file)}.`);
      }

      // What is written must be what is read: the file is judged before it is there.
      const section = parseSection(gatewaySection, translation.config.gateway, 'gateway');
      const misfits = await findGatewayFaults(section);
      if (misfits.length > 0) throw configError(misfits);
      const yaml = await toYaml(translation.config, CONFIG_COMMENTS);
      if (options.out !== undefined) await requireNew(options.out, yaml);
      const told = await keepSecretFiles(translation.secrets, options);
      if (options.out !== undefined) await writeOutFile(options.out, yaml);
      const all = [...notes, ...translation.notes, ...told];
      reportMigrated(terminal, { config: translation.config, notes: all }, yaml, options);
    });
};

async function readGiven(
  file: string,
  { env = false }: Options,
  terminal: Terminal,
): Promise<{ given: ReadonlyMap<string, Given>; notes: readonly string[] }> {
  const words = { what: 'the file', command: COMMAND };
  const ofFile = readToml(await readTextFile(file, words));
  if (!env) {
    const isSet = Object.keys(terminal.env).some((name) => name.startsWith('OAUTH2_PROXY_'));
    const notes = isSet ? ['OAUTH2_PROXY_*: variables are set, and are read only by --env.'] : [];
    return { given: ofFile, notes };
  }
  const { given, unknown } = readVariables(terminal.env);
  return {
    given: new Map([...ofFile, ...given]),
    notes: unknown.map((name) => `${name}: not carried over; it is no option of oauth2-proxy.`),
  };
}

async function readPeople(
  given: ReadonlyMap<string, Given>,
  file: string,
): Promise<readonly string[] | undefined> {
  const path = createSettings(given).text('authenticated_emails_file');
  if (path === undefined) return undefined;
  const words = { what: 'authenticated_emails_file', command: COMMAND };
  return readEmails(await readTextFile(resolve(dirname(file), path), words));
}
