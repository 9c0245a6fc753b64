import { resolve } from 'node:path';
import {
  createVerifier,
  DrawbridgeError,
  epochSeconds,
  issuerFault,
  printable,
  silentLog,
  systemClock,
  toDrawbridgeError,
  usageError,
  type VerifiedToken,
} from '@drawbridge/core';
import { buildUpstreams, type ExchangeSection } from '@drawbridge/exchange/node';
import { createRuntime, createStyle, openOutbound, type Runtime, showTime } from '@drawbridge/node';
import { createSettingReader } from '@drawbridge/node/config';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions, Config } from '../../context.ts';
import { withTokenHint } from '../../decode-token-argument.ts';
import { exitCode } from '../../exit-codes.ts';
import { filled, repeatable } from '../../option-values.ts';
import { readJwksFile } from '../../read-jwks-file.ts';
import { print, type Terminal } from '../../terminal.ts';
import { readTokenArgument, TOKEN_HELP } from '../../token-argument.ts';

interface Options extends CommonOptions {
  readonly issuer?: string;
  readonly audience?: readonly string[];
  readonly jwks?: string;
  readonly ca?: string;
  readonly json?: boolean;
}

type Upstream = ExchangeSection['upstreams'][number];

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Judge a token as the exchange does: signature, times, issuer and audience. ' +
        'Without --issuer and --audience, by the upstreams of the configuration file.',
    )
    .argument('<token>', TOKEN_HELP)
    .option('--issuer <url>', 'the issuer it must be from; its keys are found by discovery', filled)
    .option('--audience <audience>', 'an audience that it may be for; may be repeated', repeatable)
    .option(
      '--jwks <file>',
      "take the issuer's keys from a JWK Set file; nothing is fetched",
      filled,
    )
    .option('--ca <file>', 'authorities (PEM) to trust for the issuer of --issuer', filled)
    .option('--json', 'print JSON, also when the token is refused')
    .action(async (argument: string, options: Options) => {
      const config = await context.config(options);
      const expected = expectations(options, config);
      const token = await readTokenArgument(argument, terminal);
      const { env } = terminal;
      // Not all that a service is run with: its listeners may be open elsewhere on this machine.
      const http = await openOutbound(config.outbound ?? {}, env);
      const runtime = createRuntime({ data: '', log: silentLog, env, http });
      try {
        show(await verify(token, expected, options.jwks, runtime), options, terminal);
      } catch (thrown) {
        const { code, message, kind } = toDrawbridgeError(thrown);
        // Only a token that was judged is invalid: an outage says nothing about it.
        const refused = exitCode(kind) === exitCode('token');
        if (options.json && refused)
          print(terminal, printable(JSON.stringify({ valid: false, code, message })));
        throw withTokenHint(explained(thrown, options), token);
      } finally {
        await runtime.close();
      }
    });
};

function expectations(options: Options, config: Config): readonly Upstream[] {
  const { issuer, audience, ca } = options;
  if (ca !== undefined && issuer === undefined) {
    throw new DrawbridgeError('usage_invalid', {
      detail: '--ca is for the issuer of --issuer',
      hint: 'Give --issuer and --audience too; an upstream of the configuration has its caFile.',
    });
  }
  if (issuer === undefined && audience === undefined && config.exchange !== undefined) {
    const { upstreams } = config.exchange;
    if (options.jwks === undefined || upstreams.length === 1) return upstreams;
    throw new DrawbridgeError('usage_invalid', {
      detail: '--jwks holds the keys of one issuer, and the configuration names several',
      hint: 'Give --issuer URL and --audience AUDIENCE too.',
    });
  }
  if (issuer === undefined || audience === undefined) {
    throw new DrawbridgeError('usage_invalid', {
      detail: '--issuer and --audience are required',
      hint: 'Give both, or a configuration file with an exchange.',
    });
  }
  const fault = issuerFault(issuer);
  if (fault !== undefined) throw usageError([{ path: '--issuer', message: fault }]);
  return [{ issuer, audiences: audience, ...(ca !== undefined && { caFile: resolve(ca) }) }];
}

async function verify(
  token: string,
  expected: readonly Upstream[],
  jwks: string | undefined,
  runtime: Runtime,
): Promise<VerifiedToken> {
  const { engine, clock } = runtime;
  const reader = createSettingReader(runtime.env);
  const upstreams = await buildUpstreams(expected, runtime, reader);
  reader.finish();
  const keys = jwks === undefined ? undefined : await readJwksFile(jwks, engine);
  const issuers = upstreams.map(({ upstream }) =>
    keys === undefined ? upstream : { ...upstream, keys },
  );
  return createVerifier({ engine, clock, issuers }).verify(token);
}

/** What to correct of the command, where the verifier can but speak of a configuration. */
function explained(thrown: unknown, { issuer }: Options): unknown {
  const { code, message } = toDrawbridgeError(thrown);
  const hints: Readonly<Partial<Record<string, string>>> = {
    ...(issuer !== undefined && {
      issuer_unknown: 'Give --issuer exactly as iss of the token has it, letter by letter.',
      audience_mismatch: 'Is the token for another party, or has --audience a slip?',
    }),
  };
  const hint = hints[code];
  if (!hint) return thrown;
  return new DrawbridgeError(code, { detail: message, hint, cause: thrown });
}

function show(token: VerifiedToken, options: Options, terminal: Terminal): void {
  if (options.json) {
    const { header, claims } = token;
    print(terminal, printable(JSON.stringify({ valid: true, header, claims })));
    return;
  }
  const { good } = createStyle(terminal.stdout, terminal.env);
  const now = epochSeconds(systemClock);
  // A verifier allows for clocks that differ.
  const verb = token.expiresAt <= now ? 'ended' : 'ends';
  const end = `${verb} ${showTime(token.expiresAt, now)}`;
  print(terminal, `${good('valid')}  ${token.alg} token of ${token.issuer}, ${end}`);
  print(terminal, printable(JSON.stringify(token.claims, undefined, 2)));
}
