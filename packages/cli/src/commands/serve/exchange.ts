import { configError, DrawbridgeError, issuerFault } from '@drawbridge/core';
import { buildExchange, DEFAULT_LISTEN, type ExchangeSection } from '@drawbridge/exchange/node';
import {
  createLineLog,
  gatherLines,
  hasSettings,
  listen,
  listenFault,
  parseListenAddress,
} from '@drawbridge/node';
import type { FlagSetting } from '@drawbridge/node/config';
import { describeRule, type Rule } from '@drawbridge/rules';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions, Context } from '../../context.ts';
import { filled, repeatable } from '../../option-values.ts';
import { openRuntime } from '../../open-runtime.ts';
import { tell } from '../../terminal.ts';
import { untilStopped } from '../../until-stopped.ts';

interface Options extends CommonOptions {
  readonly issuer?: string;
  readonly upstream?: string;
  readonly acceptAudience?: readonly string[];
  readonly grantAudience?: string;
  readonly listen?: string;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
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
    .addHelpText(
      'after',
      `
Example:
  drawbridge serve exchange --issuer https://bridge.example.com \\
    --upstream https://gitlab.internal --accept-audience https://bridge.example.com \\
    --grant-audience sts.amazonaws.com --data /var/lib/drawbridge`,
    )
    .action(async (options: Options) => {
      const section = await resolveSection(options, context);
      const address = parseListenAddress(section.listen ?? DEFAULT_LISTEN);
      const config = await context.config(options);
      const log = createLineLog(gatherLines(terminal.stderr), config.log);
      const data = await context.data(options);
      const runtime = await openRuntime({ config, data, log }, terminal);
      try {
        const exchange = await buildExchange(section, runtime);
        const { tls } = exchange;
        const listener = await listen(exchange, address, log, tls === undefined ? {} : { tls });
        tell(terminal, showRules(section.rules));
        log.info('exchange ready', { issuer: section.issuer, listening: listener.url });
        void exchange.warm();
        const signal = await untilStopped();
        log.info('exchange stopping', { signal });
        await listener.close();
        await exchange.close();
      } finally {
        await runtime.close();
      }
    });
};

const MAX_SHOWN = 40;

/** The rules in words; of very many the first ones. */
function showRules(rules: readonly Rule[]): string {
  const shown = rules.slice(0, MAX_SHOWN).map(describeRule);
  const rest = rules.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} rules more`] : [])].join('\n');
}

/** Flags come before the environment and the file. */
async function resolveSection(options: Options, context: Context): Promise<ExchangeSection> {
  requireFineFlags(options);
  const flags = flagSettings(options);
  const { file, env } = context.layers(options);
  if (file === undefined && !hasSettings({ ...env, DRAWBRIDGE_DATA: undefined })) {
    const given = new Set(flags.map(({ steps: [, name] }) => name));
    if (!given.has('rules')) throw noRule();
    if (!given.has('issuer')) throw noIssuer();
  }
  const { exchange } = await context.config(options, flags);
  if (exchange === undefined) throw noRule();
  return exchange;
}

function noRule(): DrawbridgeError {
  return new DrawbridgeError('usage_invalid', {
    detail: 'the exchange has no rule, and without a rule it hands out nothing',
    hint:
      'Give --upstream URL, --accept-audience AUDIENCE and --grant-audience AUDIENCE to make one,\n' +
      'or --config FILE with exchange.upstreams and exchange.rules.',
  });
}

function noIssuer(): DrawbridgeError {
  return new DrawbridgeError('usage_invalid', {
    detail: 'the exchange has no public issuer to mint tokens under',
    hint: 'Give --issuer URL: the address at which relying parties will find its documents.',
  });
}

/** The flags as settings. The three that make a rule replace `upstreams` and `rules` as a whole. */
function flagSettings({ issuer, listen: address, ...options }: Options): readonly FlagSetting[] {
  return [
    ...(issuer === undefined ? [] : [setting('--issuer', 'issuer', issuer)]),
    ...(address === undefined ? [] : [setting('--listen', 'listen', address)]),
    ...ruleOfFlags(options),
  ];
}

function setting(flag: string, name: keyof ExchangeSection, value: unknown): FlagSetting {
  return { flag, steps: ['exchange', name], value };
}

function ruleOfFlags(options: Options): readonly FlagSetting[] {
  const { upstream, acceptAudience, grantAudience } = options;
  const flags = {
    '--upstream': upstream,
    '--accept-audience': acceptAudience,
    '--grant-audience': grantAudience,
  };
  const missing = Object.entries(flags).flatMap(([flag, value]) =>
    value === undefined ? flag : [],
  );
  if (missing.length === 3) return [];
  if (upstream === undefined || acceptAudience === undefined || grantAudience === undefined) {
    throw new DrawbridgeError('usage_invalid', {
      detail: `a rule needs ${missing.join(' and ')} too`,
      hint: 'A rule needs an upstream, the audience it accepts and the audience it grants.',
    });
  }
  return [
    setting('--upstream', 'upstreams', [{ issuer: upstream, audiences: acceptAudience }]),
    setting('--grant-audience', 'rules', [
      {
        name: 'command-line',
        match: { issuer: upstream },
        grant: { audience: grantAudience, copy: ['sub'] },
      },
    ]),
  ];
}

/** Names faults by the flag they came with, where the section would name the setting. */
function requireFineFlags({ issuer, upstream, listen: address }: Options): void {
  const faults = [
    { path: '--issuer', message: issuer === undefined ? undefined : issuerFault(issuer) },
    { path: '--upstream', message: upstream === undefined ? undefined : issuerFault(upstream) },
    { path: '--listen', message: address === undefined ? undefined : listenFault(address) },
  ].flatMap(({ path, message }) => (message === undefined ? [] : { path, message }));
  if (faults.length > 0) throw configError(faults);
}
