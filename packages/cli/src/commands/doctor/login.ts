import { DrawbridgeError, printable } from '@drawbridge/core';
import { type Check, inOrder } from '@drawbridge/login';
import { createStyle } from '@drawbridge/node';
import type { DefineCommand } from '../../command.ts';
import { filled, repeatable } from '../../option-values.ts';
import { print, type Terminal } from '../../terminal.ts';
import { PROFILE_HELP } from '../login/open-command-logins.ts';
import { type ExamineOptions, examineLogin } from './examine-login.ts';

interface Options extends ExamineOptions {
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Look at all that a sign-in needs: the provider, the client, this machine, AWS. What fails comes first, with what ' +
        'to do. Nobody signs in.',
    )
    .option('--profile <name>', PROFILE_HELP, filled)
    .option('--issuer <url>', 'the provider, if not as configured or kept', filled)
    .option('--client-id <id>', 'the client, if not as configured or kept', filled)
    .option('--device', 'look at what a sign-in by device code needs')
    .option('--implicit', 'look at what the implicit flow needs')
    .option('--port <port>', 'a port for the browser to come back to; may be repeated', repeatable)
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const { profile, issuer, checks: found } = await examineLogin(options, context);
      const checks = inOrder(found);
      const failed = checks.filter(({ state }) => state === 'failed').length;
      if (options.json === true) {
        const result = { profile, issuer, ok: failed === 0, checks };
        print(terminal, printable(JSON.stringify(result)));
      } else {
        print(terminal, toLines(checks, terminal).join('\n'));
      }
      if (failed === 0) return;
      throw new DrawbridgeError('check_failed', {
        detail: `a sign-in at ${issuer} cannot succeed: ${failed} of ${checks.length} checks failed`,
        hint: 'Do what is said of each, then look again.',
      });
    });
};

function toLines(checks: readonly Check[], terminal: Terminal): readonly string[] {
  const { good, bad, accent, dim } = createStyle(terminal.stdout, terminal.env);
  const words = { failed: bad('failed '), warning: accent('warning'), passed: good('passed ') };
  return checks.flatMap(({ id, state, seen, wanted, fix }) => [
    `${words[state]}  ${id}: ${line(seen)}`,
    ...(fix === undefined ? [] : [dim(`  wanted: ${line(wanted)}`), `  ${line(fix)}`]),
  ]);
}

function line(text: string): string {
  return printable(text).replaceAll('\n', ' ');
}
