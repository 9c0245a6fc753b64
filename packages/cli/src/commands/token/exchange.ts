import { DrawbridgeError, decodeToken, printable } from '@drawbridge/core';
import { openOutbound } from '@drawbridge/node';
import {
  exchangeToken,
  type ExchangedToken,
  type Retry,
  TOKEN_TYPES,
  type TokenTypeName,
  tokenTypeUrn,
} from '@drawbridge/oauth';
import { InvalidArgumentError, Option } from 'commander';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { withTokenHint } from '../../decode-token-argument.ts';
import { filled, repeatable, wholeNumber } from '../../option-values.ts';
import { requireWritable, writeOutFile } from '../../out-file.ts';
import { readCa } from '../../read-ca.ts';
import { tellRetry } from '../../tell-retry.ts';
import { print, type Terminal } from '../../terminal.ts';
import { readTokenArgument, TOKEN_HELP } from '../../token-argument.ts';
import { readClient, SECRET_HELP, secretPlace } from './client-secret.ts';

interface Options extends CommonOptions {
  readonly tokenEndpoint: string;
  readonly audience?: readonly string[];
  readonly resource?: readonly string[];
  readonly scope?: string;
  readonly alg?: string;
  readonly subjectTokenType: string;
  readonly requestedTokenType: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly ca?: string;
  /** Seconds. */
  readonly timeout: number;
  readonly retries: number;
  readonly out?: string;
  readonly json?: boolean;
}

const ID_TOKEN = tokenTypeUrn('id_token');
/** Milliseconds that one request may take, when all of them may take longer. */
const REQUEST_TIMEOUT = 20_000;

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Trade a token for another, at an exchange of Drawbridge or at any token endpoint of RFC 8693.',
    )
    .argument('<token>', TOKEN_HELP)
    .requiredOption(
      '--token-endpoint <url>',
      'where to: https://bridge.example.com/token, say',
      filled,
    )
    .option('--audience <audience>', 'what the new token is for; may be repeated', repeatable)
    .option('--resource <uri>', 'the same, as an absolute URI; may be repeated', repeatable)
    .option('--scope <scope>', 'what the new token may be used for', filled)
    .option('--alg <alg>', 'the algorithm that signs the new token', filled)
    .addOption(typeOption('--subject-token-type <type>', `the type of the token: ${TYPES}`))
    .addOption(typeOption('--requested-token-type <type>', 'the type of the new token'))
    .option('--client-id <id>', 'the client that asks', filled)
    .option('--client-secret <where>', SECRET_HELP, secretPlace)
    .option('--ca <file>', 'authorities (PEM) to trust for the token endpoint', filled)
    .option('--timeout <seconds>', 'for everything, the waits included', wholeNumber(1, 3600), 60)
    .option(
      '--retries <n>',
      'attempts after the first, where that may help',
      wholeNumber(0, 100),
      4,
    )
    .option('--out <file>', 'write the token to a file that only you can read', filled)
    .option('--json', 'print what the endpoint said of the token too')
    .action(async (argument: string, options: Options) => {
      const token = await readTokenArgument(argument, terminal);
      requireForm(token, options);
      if (options.out !== undefined) await requireWritable(options.out);
      const config = await context.config(options);
      const exchanged = await exchange(token, options, config.outbound ?? {}, terminal);
      const text = options.json === true ? printable(toJson(exchanged)) : exchanged.accessToken;
      if (options.out === undefined) print(terminal, text);
      // No line end: what reads a token from a file often takes the file as it is.
      else await writeOutFile(options.out, text);
    });
};

const TYPES = `${TOKEN_TYPES.join(', ')}, or a URN`;

function typeOption(flags: string, help: string): Option {
  return new Option(flags, help).argParser(tokenType).default(ID_TOKEN, 'id_token');
}

function tokenType(value: string): string {
  if ((TOKEN_TYPES as readonly string[]).includes(value))
    return tokenTypeUrn(value as TokenTypeName);
  if (/^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i.test(value)) return value;
  throw new InvalidArgumentError(`Give ${TYPES}.`);
}

/** What is no signed JWT need not be sent anywhere to be refused. */
function requireForm(token: string, { subjectTokenType }: Options): void {
  if (subjectTokenType !== ID_TOKEN && subjectTokenType !== tokenTypeUrn('jwt')) return;
  try {
    decodeToken(token, token.length);
  } catch (thrown) {
    throw withTokenHint(
      thrown,
      token,
      'Give the token itself, - for standard input, or @FILE. Is it of another type? Then say so with --subject-token-type.',
    );
  }
}

type Outbound = Parameters<typeof openOutbound>[0];

async function exchange(
  token: string,
  options: Options,
  outbound: Outbound,
  terminal: Terminal,
): Promise<ExchangedToken> {
  const { env } = terminal;
  const client = await readClient(options, env);
  const ca = options.ca === undefined ? undefined : await readCa(options.ca, env);
  const deadline = options.timeout * 1000;
  const timeout = Math.min(deadline, REQUEST_TIMEOUT);
  const http = await openOutbound(outbound, env);
  try {
    const endpoint = {
      url: options.tokenEndpoint,
      fetch: http.tokens({ timeout, caSetting: '--ca', ...(ca !== undefined && { ca }) }),
      timeout,
      ...(client !== undefined && { client }),
    };
    const { audience, resource, scope, alg, subjectTokenType, requestedTokenType } = options;
    const request = {
      subjectToken: token,
      subjectTokenType,
      requestedTokenType,
      ...(audience !== undefined && { audiences: audience }),
      ...(resource !== undefined && { resources: resource }),
      ...(scope !== undefined && { scope }),
      ...(alg !== undefined && { alg }),
    };
    const { retries } = options;
    const onRetry = (retry: Retry) => tellRetry(retry, retries, terminal);
    return await exchangeToken(endpoint, request, { retries, deadline, onRetry });
  } catch (thrown) {
    throw whyNotAwaited(thrown, options.timeout);
  } finally {
    await http.close();
  }
}

/** A wait that is asked for and that `--timeout` (seconds) leaves no room for is said to be the reason to end at once. */
function whyNotAwaited(thrown: unknown, timeout: number): unknown {
  if (!(thrown instanceof DrawbridgeError) || thrown.hint !== undefined) return thrown;
  const { code, message, retryAfter } = thrown;
  if (code !== 'token_endpoint_unavailable' || (retryAfter ?? 0) < timeout) return thrown;
  return new DrawbridgeError(code, {
    detail: message,
    ...(retryAfter !== undefined && { retryAfter }),
    hint: `--timeout lets the command wait for ${timeout} seconds at most. Give a longer one, or ask again then.`,
    cause: thrown,
  });
}

/** The members of RFC 8693 section 2.2.1, and `expires_at`: seconds since the epoch. */
function toJson(exchanged: ExchangedToken): string {
  return JSON.stringify({
    access_token: exchanged.accessToken,
    issued_token_type: exchanged.issuedTokenType,
    token_type: exchanged.tokenType,
    expires_in: exchanged.expiresIn,
    expires_at: exchanged.expiresAt,
    scope: exchanged.scope,
    refresh_token: exchanged.refreshToken,
    renewal_handle: exchanged.renewalHandle,
  });
}
