import { dirname, resolve } from 'node:path';
import { ASKED_BY, type AskedBy } from '@drawbridge/gateway/node';
import { Option } from 'commander';
import type { DefineCommand } from '../../command.ts';
import { finishGateway, secretsFolder } from '../../migrate/gateway/finish.ts';
import { CONFIG_COMMENTS } from '../../migrate/oauth2-proxy/config-comments.ts';
import { readEmails } from '../../migrate/oauth2-proxy/read-emails.ts';
import { type Given, readToml } from '../../migrate/oauth2-proxy/read-toml.ts';
import { readVariables } from '../../migrate/oauth2-proxy/read-variables.ts';
import { createSettings } from '../../migrate/oauth2-proxy/settings.ts';
import { translate } from '../../migrate/oauth2-proxy/translate.ts';
import { readTextFile } from '../../migrate/read-text-file.ts';
import type { Terminal } from '../../terminal.ts';
import { addGatewayFlags, type GatewayFlags } from './gateway-flags.ts';

interface Options extends GatewayFlags {
  readonly askedBy?: AskedBy;
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
    .option('--env', 'read OAUTH2_PROXY_* as well, which come before the file')
    .addOption(
      new Option(
        '--asked-by <proxy>',
        'the proxy that asks, as it was set up for oauth2-proxy (default: nginx)',
      ).choices(ASKED_BY),
    );
  addGatewayFlags(
    command,
    'a host without an app',
    `drawbridge migrate oauth2-proxy oauth2-proxy.cfg --out drawbridge.yaml \\
    --url https://auth.example.com --host '*.example.com'`,
  ).action(async (file: string, options: Options) => {
    const data = await context.data(options);
    const { given, notes } = await readGiven(file, options, terminal);
    const emails = await readPeople(given, file);
    const secrets = secretsFolder(file, options);
    const translation = translate(given, { ...options, file, data, secrets, emails });
    const all = [...notes, ...translation.notes];
    const place = `The options are in ${resolve(file)}.`;
    const finish = { ...options, comments: CONFIG_COMMENTS, place };
    await finishGateway(terminal, { ...translation, notes: all }, finish);
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
