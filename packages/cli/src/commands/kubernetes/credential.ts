import { execCredential, execVersion, kubeconfigUser } from '@drawbridge/clouds/kubernetes';
import type { DefineCommand } from '../../command.ts';
import { filled } from '../../option-values.ts';
import { print } from '../../terminal.ts';
import {
  PROFILE_HELP,
  type ProfileOptions,
  profileOf,
  withLogins,
} from '../login/open-command-logins.ts';
import { ownCommand } from '../login/own-command.ts';

interface Options extends ProfileOptions {
  readonly kubeconfig?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Print the ID token of a login for a cluster of Kubernetes, as kubectl and other clients want it of an exec ' +
        'plugin. It is renewed where it has expired. It opens no browser, and asks nobody.',
    )
    .option('--profile <name>', PROFILE_HELP, filled)
    .option(
      '--kubeconfig',
      'print the user for a kubeconfig instead, by which clients run this command',
    )
    .action(async (options: Options) => {
      const name = profileOf(options, terminal.env);
      if (options.kubeconfig === true) {
        const words = await ownCommand(['kubernetes', 'credential'], name, options, context);
        const user = kubeconfigUser({ name: `drawbridge-${name}`, command: words });
        print(terminal, user.trimEnd());
        return;
      }
      const info = terminal.env['KUBERNETES_EXEC_INFO'];
      // Before anybody is asked for a token that could not be handed over.
      execVersion(info);
      await withLogins(context, options, async (logins) => {
        print(terminal, execCredential(await logins.tokens(name), info));
      });
    });
};
