import { dirname, join, resolve } from 'node:path';
import { configError } from '@drawbridge/core';
import {
  findGatewayFaults,
  gatewaySection,
  placesOfFile,
  readVouchConfig,
} from '@drawbridge/gateway/node';
import { parseSection, toYaml } from '@drawbridge/node/config';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { keepSecretFiles, reportMigrated } from '../../migrate/migrated.ts';
import { CONFIG_COMMENTS } from '../../migrate/vouch/config-comments.ts';
import { translate } from '../../migrate/vouch/translate.ts';
import { filled, repeatable } from '../../option-values.ts';
import { requireNew, writeOutFile } from '../../out-file.ts';

interface Options extends CommonOptions {
  readonly env?: boolean;
  readonly url?: string;
  readonly host?: readonly string[];
  readonly trustedProxy?: readonly string[];
  readonly issuer?: string;
  readonly secrets?: string;
  readonly out?: string;
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Make a configuration of the gateway of that of a Vouch Proxy, so that its people move without signing in again. ' +
        'Its file is read and left as it is; each thing that is not carried over is told.',
    )
    .argument('<file>', 'the config.yml')
    .option('--out <file>', 'write the configuration to this file, not to standard output', filled)
    .option('--env', 'read VOUCH_* and OAUTH_* as well, as Vouch Proxy does')
    .option(
      '--url <url>',
      'where people are to sign in: a host that neither an app nor Vouch Proxy has',
      filled,
    )
    .option('--host <host>', 'a host of an app, or *.example.com; may be repeated', repeatable)
    .option(
      '--trusted-proxy <address>',
      'address or range of a proxy that may ask; may be repeated',
      repeatable,
    )
    .option('--issuer <url>', 'the issuer of the provider, where the file does not say it', filled)
    .option('--secrets <folder>', 'write the client secret of the file there', filled)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Secrets never stand in the configuration: it names a file for each, which --secrets writes.

Example:
  drawbridge migrate vouch config/config.yml --out drawbridge.yaml \\
    --url https://auth.example.com --issuer https://id.example.com --secrets ./secrets`,
    )
    .action(async (file: string, options: Options) => {
      const data = await context.data(options);
      const env = options.env === true ? terminal.env : {};
      const places = placesOfFile(file, env);
      const vouch = await readVouchConfig({ ...places, env, host: '127.0.0.1' });
      const secrets = resolve(options.secrets ?? join(dirname(options.out ?? file), 'secrets'));
      const { root } = places;
      const translation = translate(vouch, { ...options, file, root, data, secrets, env });
      if (translation.faults.length > 0) {
        throw configError(translation.faults, `The keys are in ${resolve(file)}.`);
      }

      // What is written must be what is read: the file is judged before it is there.
      const section = parseSection(gatewaySection, translation.config.gateway, 'gateway');
      const misfits = await findGatewayFaults(section);
      if (misfits.length > 0) throw configError(misfits);
      const yaml = await toYaml(translation.config, CONFIG_COMMENTS);
      if (options.out !== undefined) await requireNew(options.out, yaml);
      const told = await keepSecretFiles(translation.secrets, options);
      if (options.out !== undefined) await writeOutFile(options.out, yaml);
      const notes = [...unread(), ...translation.notes, ...told];
      reportMigrated(terminal, { config: translation.config, notes }, yaml, options);

      function unread(): readonly string[] {
        const names = Object.keys(terminal.env).filter((name) => /^(?:VOUCH|OAUTH)_/.test(name));
        if (options.env === true || names.length === 0) return [];
        return [`${names.join(', ')}: variables are set, and are read only by --env.`];
      }
    });
};
