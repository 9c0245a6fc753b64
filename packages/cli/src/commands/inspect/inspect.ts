import { existsSync } from 'node:fs';
import { DrawbridgeError, printable } from '@drawbridge/core';
import { inspect, type Inspection } from '@drawbridge/gateway';
import { createStyle } from '@drawbridge/node';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { filled } from '../../option-values.ts';
import { print, type Terminal } from '../../terminal.ts';
import { readTokenArgument } from '../../token-argument.ts';
import { readClipboard } from './clipboard.ts';
import { type GivenIssuerKeys, openInnerVerifier } from './open-inner-verifier.ts';
import { type GivenVouchKeys, readVouchKeys } from './read-vouch-keys.ts';
import { showInspection } from './show-inspection.ts';

interface Options extends CommonOptions, GivenVouchKeys, GivenIssuerKeys {
  readonly clipboard?: boolean;
  readonly showTokens?: boolean;
  readonly byHand?: boolean;
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Say what is in a cookie of Vouch Proxy, or in a token: each layer, each claim with what it means, each time with how far away it is, and what to beware of. Tokens are masked.',
    )
    .argument(
      '[text]',
      'a Cookie field, NAME=value, or a value: - reads standard input, @FILE reads a file',
    )
    .option('--clipboard', 'read the clipboard')
    .option(
      '--secret-file <file>',
      "Vouch Proxy's jwt.secret, to check its cookie (environment: VOUCH_JWT_SECRET, VOUCH_JWT_SECRET_FILE)",
      filled,
    )
    .option(
      '--public-key-file <file>',
      "Vouch Proxy's public key (PEM), to check its cookie",
      filled,
    )
    .option('--jwks <file-or-url>', 'check tokens inside with a JWK Set', filled)
    .option(
      '--issuer <url>',
      'check tokens of this issuer inside; without --jwks its keys are fetched',
      filled,
    )
    .option('--by-hand', 'show the command line that does each step')
    .option('--show-tokens', 'show tokens as they are')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Example:
  printf %s "$COOKIE" | drawbridge inspect - --secret-file config/secret
  drawbridge inspect @cookie.txt --by-hand

A Cookie field and a "copy as cURL" of the browser's tools are read, and the answer of the inspector's first step.`,
    )
    .action(async (argument: string | undefined, options: Options) => {
      const text = await readText(argument, options, terminal);
      const vouchKeys = await readVouchKeys(options, terminal.env);
      const asksIssuer = options.jwks !== undefined || options.issuer !== undefined;
      const config = asksIssuer ? await context.config(options) : {};
      const inner = await openInnerVerifier(options, config, terminal.env);
      let found: Inspection;
      try {
        found = await inspect(text, {
          vouchKeys,
          showTokens: options.showTokens === true,
          ...(inner !== undefined && { verifier: inner.verifier }),
        });
      } finally {
        await inner?.close();
      }
      print(terminal, shown(found, options, terminal));
      const fault = faultOf(found, argument) ?? inner?.fault();
      if (fault !== undefined) throw fault;
    });
};

async function readText(
  argument: string | undefined,
  { clipboard }: Options,
  terminal: Terminal,
): Promise<string> {
  if ((argument === undefined) === (clipboard !== true)) {
    throw new DrawbridgeError('usage_invalid', {
      detail:
        argument === undefined
          ? 'there is nothing to look into'
          : 'there are a text and --clipboard',
      hint: 'Give one: - for standard input, @FILE, or --clipboard.',
    });
  }
  return argument === undefined
    ? readClipboard(terminal.env)
    : readTokenArgument(argument, terminal, 'text');
}

function shown(found: Inspection, options: Options, { stdout, env }: Terminal): string {
  if (options.json === true) return printable(JSON.stringify(found));
  return showInspection(found, {
    style: createStyle(stdout, env),
    width: (stdout as { columns?: number }).columns ?? 100,
    byHand: options.byHand === true,
  });
}

/** Why the answer is no, where it is. */
function faultOf({ layers }: Inspection, argument = '-'): DrawbridgeError | undefined {
  if (layers.some(({ signature }) => signature?.state === 'forged')) {
    return new DrawbridgeError('signature_invalid', {
      detail: 'a signature is not by the key that was given for it',
      hint: 'Is it the key of that Vouch Proxy, or issuer? Then nobody may trust what is said there.',
    });
  }
  const isRead = layers.some(({ kind }) => ['jwt', 'jwe', 'opaque', 'sealed'].includes(kind));
  return isRead
    ? undefined
    : new DrawbridgeError('token_malformed', {
        detail: 'no cookie and no token could be read',
        hint: existsSync(argument)
          ? 'There is a file of that name: with @ before it, the file is read.'
          : 'Copy all of it: in the developer tools of a browser, cookies are under Application or Storage.',
      });
}
