import { type DecodedToken, epochSeconds, printable, systemClock } from '@drawbridge/core';
import { createStyle, showTime } from '@drawbridge/node';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { decodeTokenArgument } from '../../decode-token-argument.ts';
import { print, tell } from '../../terminal.ts';
import { readTokenArgument, TOKEN_HELP } from '../../token-argument.ts';

interface Options extends CommonOptions {
  readonly json?: boolean;
}

export const define: DefineCommand = (command, { terminal }) => {
  command
    .description('Show what a token says. Nothing is judged: anybody can write such a token.')
    .argument('<token>', TOKEN_HELP)
    .option('--json', 'print JSON with the members header and claims')
    .action(async (argument: string, options: Options) => {
      const token = decodeTokenArgument(await readTokenArgument(argument, terminal));
      const { header, claims } = token;
      if (options.json) {
        print(terminal, printable(JSON.stringify({ header, claims })));
        return;
      }
      print(terminal, printable(JSON.stringify(header, undefined, 2)));
      print(terminal, printable(JSON.stringify(claims, undefined, 2)));
      const style = createStyle(terminal.stderr, terminal.env);
      tell(
        terminal,
        style.dim([...times(token), 'Not verified: see drawbridge token verify.'].join('\n')),
      );
    });
};

const TIME_CLAIMS = ['iat', 'nbf', 'exp'] as const;

function times({ claims }: DecodedToken): readonly string[] {
  const now = epochSeconds(systemClock);
  return TIME_CLAIMS.flatMap((name) => {
    const seconds = claims[name];
    // Further away than Date can tell: no use to a reader either.
    return typeof seconds === 'number' && Math.abs(seconds) < 8.64e12
      ? `${name}  ${showTime(seconds, now)}`
      : [];
  });
}
