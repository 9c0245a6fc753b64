import { decodeToken, member } from '@drawbridge/core';
import { goesByProxy, openOutbound } from '@drawbridge/node';
import { Option } from 'commander';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions, Context } from '../../context.ts';
import { filled, repeatable } from '../../option-values.ts';
import { decodeTokenArgument } from '../../decode-token-argument.ts';
import { readCa } from '../../read-ca.ts';
import { TRUST_HELP } from '../../read-trust-file.ts';
import { readTokenArgument, TOKEN_HELP } from '../../token-argument.ts';
import { endWithWay } from '../../way/end-with-way.ts';
import { goAlong, type Links } from '../../way/link.ts';
import { wayThroughExchange } from '../../way/way-through-exchange.ts';
import { exchangeAddress } from '../ci/exchange-address.ts';
import { usage } from '../keys/key-options.ts';
import { wayOfToken } from './issuer.ts';
import { PARTY_NAMES, type PartyName } from './with-party.ts';

interface Options extends CommonOptions {
  readonly token: string;
  readonly audience?: readonly string[];
  readonly for?: PartyName;
  readonly trust?: string;
  readonly ca?: string;
  readonly issuerCa?: string;
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  command
    .description(
      'Go the whole way of one token from where a job runs, and name the first link that does not hold: reach, certificate, ' +
        "proxy, upstream, rule, mint, the public issuer's documents, and the relying party. The exchange really trades the token.",
    )
    .argument('<url>', 'the exchange, with /token at its end or without')
    .requiredOption(
      '--token <token>',
      TOKEN_HELP.replace('the token', 'the token of the job'),
      filled,
    )
    .option(
      '--audience <audience>',
      'what the new token is for; may be repeated (default: the first of the rule)',
      repeatable,
    )
    .addOption(new Option('--for <party>', 'who is to take the new token').choices(PARTY_NAMES))
    .option('--trust <file>', `with --for, ${TRUST_HELP}`, filled)
    .option('--ca <file>', 'authorities (PEM) to trust for the exchange', filled)
    .option('--issuer-ca <file>', 'authorities (PEM) to trust for the public issuer', filled)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Example, in a job of GitLab:
  echo "$ID_TOKEN" | drawbridge doctor exchange https://bridge.example.com --token - --for aws

The exit code is 1 where a link is broken. Where a rule takes each token once, this token is used
then: give the job another.`,
    )
    .action(async (url: string, options: Options) => {
      const { endpoint } = exchangeAddress(url);
      if (options.trust !== undefined && options.for === undefined) {
        throw usage('--trust is for a relying party', 'Say which one by --for.');
      }
      const token = await readTokenArgument(options.token, context.terminal);
      decodeTokenArgument(token, token.length);
      const way = await goAlong(wholeWay({ endpoint, token }, options, context));
      endWithWay(way, options.json === true, context.terminal);
    });
};

async function* wholeWay(
  { endpoint, token }: { readonly endpoint: string; readonly token: string },
  options: Options,
  context: Context,
): Links {
  const { audience = [], ca: caFile, issuerCa, ...others } = options;
  const { env } = context.terminal;
  const ca = caFile === undefined ? undefined : await readCa(caFile, env);
  const { outbound = {} } = await context.config(options);
  const isByProxy = goesByProxy(outbound, env, new URL(endpoint));
  const http = await openOutbound(outbound, env);
  let minted: string | undefined;
  try {
    yield* wayThroughExchange({
      http,
      endpoint,
      isByProxy,
      token,
      audiences: audience,
      ca,
      onMinted: (made) => {
        minted = made;
      },
    });
  } finally {
    await http.close();
  }
  if (minted === undefined) return;
  const issuer = member(decodeToken(minted, minted.length).claims, 'iss');
  if (typeof issuer !== 'string') return;
  const onward = { ...others, ...(issuerCa !== undefined && { ca: issuerCa }) };
  yield* wayOfToken({ issuer, token: minted }, onward, context);
}
