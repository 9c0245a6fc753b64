import { DrawbridgeError, issuerFault, usageError } from '@drawbridge/core';
import type { ExchangeSection } from '@drawbridge/exchange/node';
import { hasSettings, listenFault } from '@drawbridge/node';
import type { FlagSetting } from '@drawbridge/node/config';
import type { CommonOptions, Context } from '../../context.ts';

/** The options of `serve exchange`. */
export interface Options extends CommonOptions {
  readonly issuer?: string;
  readonly upstream?: string;
  readonly acceptAudience?: readonly string[];
  readonly grantAudience?: string;
  readonly listen?: string;
  readonly workers?: number | string;
}

/**
 * The flags as settings, which come before the environment and the file.
 *
 * @throws {DrawbridgeError} `usage_invalid`, when one is not what it should be, or flags alone are given and do not suffice
 */
export function readFlags(options: Options, context: Context): readonly FlagSetting[] {
  requireFineFlags(options);
  const flags = flagSettings(options);
  const { file, env } = context.layers(options);
  if (file === undefined && !hasSettings({ ...env, DRAWBRIDGE_DATA: undefined })) {
    const given = new Set(flags.map(({ steps: [, name] }) => name));
    if (!given.has('rules')) throw noRule();
    if (!given.has('issuer')) throw noIssuer();
  }
  return flags;
}

/** The fault of an exchange that could hand out nothing. */
export function noRule(): DrawbridgeError {
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
function flagSettings({
  issuer,
  listen: address,
  workers,
  ...options
}: Options): readonly FlagSetting[] {
  return [
    ...(issuer === undefined ? [] : [setting('--issuer', 'issuer', issuer)]),
    ...(address === undefined ? [] : [setting('--listen', 'listen', address)]),
    ...(workers === undefined ? [] : [setting('--workers', 'workers', workers)]),
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
  if (faults.length > 0) throw usageError(faults);
}
