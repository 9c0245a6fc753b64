import { resolve } from 'node:path';
import { placesOfFile, readVouchConfig } from '@drawbridge/gateway/node';
import type { DefineCommand } from '../../command.ts';
import { finishGateway, secretsFolder } from '../../migrate/gateway/finish.ts';
import { CONFIG_COMMENTS } from '../../migrate/vouch/config-comments.ts';
import { translate } from '../../migrate/vouch/translate.ts';
import { filled } from '../../option-values.ts';
import { addGatewayFlags, type GatewayFlags } from './gateway-flags.ts';

interface Options extends GatewayFlags {
  readonly issuer?: string;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Make a configuration of the gateway of that of a Vouch Proxy, so that its people move without signing in again. ' +
        'Its file is read and left as it is; each thing that is not carried over is told.',
    )
    .argument('<file>', 'the config.yml')
    .option('--env', 'read VOUCH_* and OAUTH_* as well, as Vouch Proxy does')
    .option('--issuer <url>', 'the issuer of the provider, where the file does not say it', filled);
  addGatewayFlags(
    command,
    'a host that neither an app nor Vouch Proxy has',
    `drawbridge migrate vouch config/config.yml --out drawbridge.yaml \\
    --url https://auth.example.com --issuer https://id.example.com`,
  ).action(async (file: string, options: Options) => {
    const data = await context.data(options);
    const env = options.env === true ? terminal.env : {};
    const places = placesOfFile(file, env);
    const vouch = await readVouchConfig({ ...places, env, host: '127.0.0.1' });
    const secrets = secretsFolder(file, options);
    const { root } = places;
    const translation = translate(vouch, { ...options, file, root, data, secrets, env });
    const notes = [...unread(options), ...translation.notes];
    const place = `The keys are in ${resolve(file)}.`;
    const finish = { ...options, comments: CONFIG_COMMENTS, place };
    await finishGateway(terminal, { ...translation, notes }, finish);
  });

  function unread(options: Options): readonly string[] {
    const names = Object.keys(terminal.env).filter((name) => /^(?:VOUCH|OAUTH)_/.test(name));
    if (options.env === true || names.length === 0) return [];
    return [`${names.join(', ')}: variables are set, and are read only by --env.`];
  }
};
