import { DEFAULT_LISTEN, placesOfFile } from '@drawbridge/gateway/node';
import { listenFault } from '@drawbridge/node';
import { usageError } from '@drawbridge/core';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions, Context } from '../../context.ts';
import { listenFlags } from '../../vouch/listen-flags.ts';
import { runGateway } from '../gateway/run-gateway.ts';

interface Options extends CommonOptions {
  readonly listen?: string;
  readonly vouchConfig?: string;
}

export const define: DefineCommand = (command, context) => {
  command
    .description(
      'Serve the gateway: proxies ask it about each request of an app, and people sign in at it. It is configured by the ' +
        'section gateway of the configuration file.',
    )
    .option('--listen <address>', `where to listen (default: ${DEFAULT_LISTEN})`)
    .option(
      '--vouch-config <file>',
      'serve in the place of a Vouch Proxy, by its config.yml and its variables, and without a section gateway',
    )
    .addHelpText(
      'after',
      `
Example:
  drawbridge serve gateway --config drawbridge.yaml --data /var/lib/drawbridge
  drawbridge serve gateway --vouch-config config/config.yml

What a proxy is told to ask it, drawbridge gateway snippet prints.`,
    )
    .action(async (options: Options) => {
      const { listen, vouchConfig } = options;
      if (vouchConfig !== undefined) return serveVouch(vouchConfig, options, context);
      const message = listen === undefined ? undefined : listenFault(listen);
      if (message !== undefined) throw usageError([{ path: '--listen', message }]);
      const flags =
        listen === undefined
          ? []
          : [{ flag: '--listen', steps: ['gateway', 'listen'], value: listen }];
      return runGateway(options, flags, context);
    });
};

async function serveVouch(file: string, options: Options, context: Context): Promise<void> {
  const { runVouch } = await import('../../vouch/run-vouch.ts');
  const { env } = context.terminal;
  const flags = listenFlags(options.listen);
  const sources = { ...placesOfFile(file, env), env, flags, host: '127.0.0.1' } as const;
  return runVouch(options, sources, context);
}
