import { createLineLog, DrawbridgeError } from '@drawbridge/core';
import type { DevSystem } from '@drawbridge/dev';
import { createStyle, parseListenAddress } from '@drawbridge/node';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { print, tell } from '../../terminal.ts';
import { untilStopped } from '../../until-stopped.ts';

interface Options extends CommonOptions {
  readonly listen?: string;
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Try Drawbridge: start a private OpenID provider and the exchange before it, take one ' +
        'token across, show its way, and stay up until Ctrl-C, with a home page on which all ' +
        'parts can be tried. Everything is on loopback.',
    )
    .option(
      '--listen <address>',
      'where the exchange listens (default: 127.0.0.1:8080, or any free port)',
    )
    .option('--json', 'print one line of JSON, with the tokens in it, when ready')
    .action(async (options: Options) => {
      const { startDev, firstScreen } = await loadDev();
      // The first screen tells of the first crossing; the log tells of those that follow.
      let telling = false;
      const log = createLineLog((line) => {
        if (telling) tell(terminal, line);
      });
      const stopped = untilStopped();
      const system = await startDev({
        data: await context.data(options),
        ...(options.listen !== undefined && { listen: parseListenAddress(options.listen) }),
        log,
      });
      print(
        terminal,
        options.json
          ? JSON.stringify(forScripts(system))
          : `${firstScreen(system, createStyle(terminal.stdout, terminal.env))}\n`,
      );
      telling = true;
      // Whoever reads the screen looks at the page next. What keeps its parts from opening, the page tells.
      if (!options.json) system.openHome().catch(() => undefined);
      await stopped;
      await system.close();
    });
};

function forScripts({ upstreamIssuer, issuer, tokenEndpoint, crossing }: DevSystem) {
  const { upstreamToken, exchangedToken } = crossing;
  return { upstreamIssuer, upstreamToken, issuer, tokenEndpoint, exchangedToken };
}

/** The try-out system is an optional peer, so that an installation for production does without the provider. */
async function loadDev() {
  try {
    return await import('@drawbridge/dev');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new DrawbridgeError('usage_invalid', {
      detail: 'the try-out system is not installed',
      hint: 'In a checkout of Drawbridge it is there: npm start. Elsewhere install it beside drawbridge: npm install @drawbridge/dev',
      cause,
    });
  }
}
