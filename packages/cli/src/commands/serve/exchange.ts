import { DEFAULT_LISTEN } from '@drawbridge/exchange/node';
import type { DefineCommand } from '../../command.ts';
import { filled, numberOrWord, repeatable } from '../../option-values.ts';
import { type Options, readFlags } from './exchange-flags.ts';
import { runExchange } from './run-exchange.ts';

export const define: DefineCommand = (command, context) => {
  command
    .description(
      'Serve the exchange. Upstreams and rules come from the configuration file, or from ' +
        '--upstream, --accept-audience and --grant-audience, which make one rule: it copies ' +
        'the sub claim and nothing else.',
    )
    .option('--issuer <url>', 'the public issuer, under which tokens are minted', filled)
    .option('--upstream <url>', 'the private issuer whose tokens are accepted', filled)
    .option(
      '--accept-audience <audience>',
      'an audience that its tokens may be for; may be repeated',
      repeatable,
    )
    .option('--grant-audience <audience>', 'the audience that minted tokens are for', filled)
    .option('--listen <address>', `where to listen (default: ${DEFAULT_LISTEN})`)
    .option(
      '--workers <number>',
      'how many processes serve, or `auto` for one a core (default: 1)',
      numberOrWord,
    )
    .addHelpText(
      'after',
      `
Example:
  drawbridge serve exchange --issuer https://bridge.example.com \\
    --upstream https://gitlab.internal --accept-audience https://bridge.example.com \\
    --grant-audience sts.amazonaws.com --data /var/lib/drawbridge`,
    )
    .action((options: Options) => runExchange(options, readFlags(options, context), context));
};
