import { DEFAULT_LISTEN } from '@drawbridge/gateway/node';
import { listenFault } from '@drawbridge/node';
import { usageError } from '@drawbridge/core';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { runGateway } from '../gateway/run-gateway.ts';

interface Options extends CommonOptions {
  readonly listen?: string;
}

export const define: DefineCommand = (command, context) => {
  command
    .description(
      'Serve the gateway: proxies ask it about each request of an app, and people sign in at it. It is configured by the ' +
        'section gateway of the configuration file.',
    )
    .option('--listen <address>', `where to listen (default: ${DEFAULT_LISTEN})`)
    .addHelpText(
      'after',
      `
Example:
  drawbridge serve gateway --config drawbridge.yaml --data /var/lib/drawbridge

What a proxy is told to ask it, drawbridge gateway snippet prints.`,
    )
    .action((options: Options) => {
      const { listen } = options;
      const message = listen === undefined ? undefined : listenFault(listen);
      if (message !== undefined) throw usageError([{ path: '--listen', message }]);
      const flags =
        listen === undefined
          ? []
          : [{ flag: '--listen', steps: ['gateway', 'listen'], value: listen }];
      return runGateway(options, flags, context);
    });
};
