import { DEFAULT_LISTEN } from '@drawbridge/inject/node';
import type { DefineCommand } from '../../command.ts';
import { filled, repeatable } from '../../option-values.ts';
import { SECRET_WHERE, secretPlace } from '../token/client-secret.ts';
import { type Options, readFlags } from './inject-flags.ts';
import { runInject } from './run-inject.ts';

export const define: DefineCommand = (command, context) => {
  command
    .description(
      'Serve a proxy on this machine that adds a fresh access token to every call and carries it on to the remote ' +
        'service. Without arguments and configuration, the variables of the mitmproxy add-on of eoepca-security are ' +
        'read, also from the file .env.',
    )
    .argument('[remote]', 'where calls go on to: https://remote.example, say')
    .option('--listen <address>', `where to listen (default: ${DEFAULT_LISTEN})`)
    .option('--socket <path>', 'listen on this unix socket in place of an address', filled)
    .option(
      '--accept-host <name>',
      'a further host name under which it may be called; may be repeated',
      repeatable,
    )
    .option('--secret <where>', `what callers must know: ${SECRET_WHERE}`, secretPlace)
    .option('--ca <file>', 'authorities (PEM) to trust for the remote service', filled)
    .option('--insecure', 'trust whoever answers for the remote service')
    .option('--issuer <url>', 'who gives the token', filled)
    .option('--token-endpoint <url>', 'its token endpoint; no discovery then', filled)
    .option('--client-id <id>', 'the client that asks', filled)
    .option('--client-secret <where>', `its secret: ${SECRET_WHERE}`, secretPlace)
    .option('--refresh-token <where>', `a refresh token: ${SECRET_WHERE}`, secretPlace)
    .option(
      '--access-token <where>',
      `an access token, until it expires: ${SECRET_WHERE}`,
      secretPlace,
    )
    .option('--client-credentials', 'the token is for the client itself')
    .option('--token-file <file>', 'a file that something else keeps a fresh token in', filled)
    .option(
      '--token-command <command>',
      'a program that prints a token, with its arguments between spaces; no shell reads it',
      filled,
    )
    .option('--login <name>', 'a login, whose ID token is kept fresh', filled)
    .option('--exchange-token <@file>', 'another token, which is exchanged for it', secretPlace)
    .option('--scope <scope>', 'what the token may be used for', filled)
    .option('--audience <audience>', 'what it is for; may be repeated', repeatable)
    .option('--resource <uri>', 'the same, as an absolute URI; may be repeated', repeatable)
    .addHelpText(
      'after',
      `
Example:
  drawbridge inject https://remote.example --issuer https://id.example \\
    --client-id me --refresh-token REFRESH_TOKEN
  curl http://127.0.0.1:8080/`,
    )
    .action((remote: string | undefined, options: Options) =>
      runInject(options, readFlags(remote, options, context.terminal.env), context),
    );
};
