import { documentUrlFault, issuerFault, usageError } from '@drawbridge/core';
import { INSPECTOR_LISTEN } from '@drawbridge/gateway/node';
import { listenFault } from '@drawbridge/node';
import { InvalidArgumentError } from 'commander';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { filled, wholeNumber } from '../../option-values.ts';
import { type IssuerOption, runInspector } from './run-inspector.ts';

interface Options extends CommonOptions {
  readonly listen?: string;
  readonly serverUrl?: string;
  readonly indent?: number;
  readonly cookieName?: string;
  readonly secretFile?: string;
  readonly signingMethod?: string;
  readonly publicKeyFile?: string;
  readonly allowWeakSecret?: true;
  readonly idTokenKeys?: readonly IssuerOption[];
}

export const define: DefineCommand = (command, context) => {
  command
    .description(
      'Serve the inspector of the cookie of Vouch Proxy: what it holds, step by step, to who holds it. It takes the place of ' +
        "FABRIC's token demo, and its variables.",
    )
    .option('--listen <address>', `where to listen (default: ${INSPECTOR_LISTEN})`)
    .option(
      '--server-url <url>',
      'where people reach it, and sign in at /login (default: API_SERVER_URL)',
      filled,
    )
    .option(
      '--indent <spaces>',
      'of the JSON; 0 is one line (default: API_JSON_RESPONSE_INDENT, or 0)',
      wholeNumber(0, 16),
    )
    .option(
      '--cookie-name <name>',
      'of the cookie (default: VOUCH_COOKIE_NAME, or VouchCookie)',
      filled,
    )
    .option(
      '--secret-file <file>',
      'the secret that cookies are signed with (default: VOUCH_JWT_SECRET, or the file VOUCH_JWT_SECRET_FILE)',
      filled,
    )
    .option('--allow-weak-secret', 'take a secret of less than 44 characters')
    .option(
      '--signing-method <algorithm>',
      'HS256 to ES512 (default: VOUCH_JWT_SIGNINGMETHOD, or HS256)',
      filled,
    )
    .option(
      '--public-key-file <file>',
      'for RS* and ES*, in PEM (default: VOUCH_JWT_PUBLICKEYFILE)',
      filled,
    )
    .option(
      '--id-token-keys <issuer=address>',
      'an issuer of ID tokens beside CILogon, and where its keys are; may be repeated',
      issuerOption,
    )
    .addHelpText(
      'after',
      `
Example:
  API_SERVER_URL=https://fabric.example.org VOUCH_COOKIE_NAME=fabric-service-alpha \\
    drawbridge serve inspector --secret-file /etc/vouch/secret

Put it behind the proxy that people reach: it listens on this machine alone, and speaks no TLS.`,
    )
    .action((options: Options) => {
      const { listen = INSPECTOR_LISTEN, signingMethod, idTokenKeys, ...given } = options;
      const message = listenFault(listen);
      if (message !== undefined) throw usageError([{ path: '--listen', message }]);
      const settings = { ...given, algorithm: signingMethod, issuers: idTokenKeys };
      return runInspector(settings, listen, options, context);
    });
};

/** An issuer may have `=` in its path, and an address begins with its scheme. */
function issuerOption(
  value: string,
  earlier: readonly IssuerOption[] = [],
): readonly IssuerOption[] {
  const [, issuer = '', jwksUri = ''] = /^(.+?)=(https?:.+)$/.exec(value) ?? [];
  const fault = issuerFault(issuer) ?? documentUrlFault(jwksUri);
  if (fault !== undefined) {
    throw new InvalidArgumentError(
      'Give ISSUER=ADDRESS, such as https://id.example.org=https://id.example.org/jwks.',
    );
  }
  return [...earlier, { issuer, jwksUri }];
}
