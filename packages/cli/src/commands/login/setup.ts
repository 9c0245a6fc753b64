import {
  PARTITIONS,
  planTrust,
  printTrust,
  TRUST_FORMATS,
  type TrustFormat,
} from '@drawbridge/clouds/aws';
import { issuerFault, quote, usageError } from '@drawbridge/core';
import {
  findProvider,
  findProviderByName,
  type Provider,
  PROVIDER_IDS,
  redirectUrisOf,
  registrationSteps,
} from '@drawbridge/login';
import { DEFAULT_REDIRECT } from '@drawbridge/login/node';
import { Argument, Option } from 'commander';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { filled, repeatable, wholeNumber } from '../../option-values.ts';
import { print, tell } from '../../terminal.ts';
import { setupSection } from './setup-section.ts';

interface Options extends CommonOptions {
  readonly issuer?: string;
  readonly clientId?: string;
  readonly port?: readonly number[];
  readonly sub?: readonly string[];
  readonly account?: string;
  readonly partition?: string;
  readonly role: string;
  readonly format: TrustFormat;
}

export const define: DefineCommand = (command, { terminal }) => {
  command
    .description(
      'Print how to have people sign in with a provider: the steps of registration with the exact redirect URIs, the ' +
        'section login of drawbridge.yaml, and what sets AWS up to trust the tokens. Nothing is done, and nobody is asked.',
    )
    .addArgument(new Argument('<provider>', 'whose product the provider is').choices(PROVIDER_IDS))
    .option(
      '--issuer <url>',
      'the issuer, letter by letter as its discovery document has it',
      filled,
    )
    .option('--client-id <id>', 'the client that was registered, once it is there', filled)
    .addOption(
      new Option(
        '--port <port>',
        'a port for the browser to come back to; may be repeated (default: 6432)',
      ).argParser((value: string, earlier: readonly number[] | undefined) => [
        ...(earlier ?? []),
        wholeNumber(1, 65_535)(value),
      ]),
    )
    .option('--sub <subject>', 'for AWS: the sub of a person, exactly; may be repeated', repeatable)
    .option('--account <id>', 'for AWS: the twelve digits of the account', filled)
    .addOption(
      new Option('--partition <name>', 'for AWS: its partition (default: aws)').choices(
        PARTITIONS.map(({ name }) => name),
      ),
    )
    .addOption(
      new Option('--role <name>', 'for AWS: the role').default('drawbridge').argParser(filled),
    )
    .addOption(
      new Option('--format <format>', 'for AWS: what is printed')
        .choices(TRUST_FORMATS)
        .default('terraform'),
    )
    .action((id: string, options: Options) => {
      const provider = findProviderByName(id);
      // commander has looked: the argument is one of the choices.
      if (provider === undefined) throw new TypeError(`${id} is no provider`);
      const { issuer, clientId, port: ports = DEFAULT_REDIRECT.ports } = options;
      requireOptions(provider, options);
      const uris = redirectUrisOf(provider, ports, DEFAULT_REDIRECT.path);
      const parts = [registrationSteps(provider, uris).trimEnd()];
      const next: string[] = [];
      if (issuer !== undefined && clientId !== undefined) {
        const aws = trust(issuer, clientId, options);
        for (const warning of aws?.warnings ?? []) tell(terminal, `warning: ${warning}`);
        const role = aws?.arn === undefined ? undefined : { name: options.role, arn: aws.arn };
        const section = setupSection({ provider, issuer, clientId, ports, role });
        parts.push(`drawbridge.yaml:\n\n${section}`);
        if (aws !== undefined) parts.push(`AWS (${options.format}):\n\n${aws.text}`);
        else
          next.push(
            'Sign in, see the sub of the person by "drawbridge whoami", and run this again with --sub for the side of AWS.',
          );
      } else {
        next.push(
          'Once the client is there, run this again with --issuer and --client-id for the configuration.',
        );
      }
      print(terminal, parts.join('\n\n'));
      for (const sentence of next) tell(terminal, sentence);
    });
};

/** The side of AWS. Its provider takes the client's id for the audience, which ID tokens have (OpenID Connect Core 1.0 section 2). */
function trust(
  issuer: string,
  clientId: string,
  { sub, role, account, partition, format }: Options,
) {
  if (sub === undefined) return undefined;
  const plan = planTrust({
    issuer,
    audiences: [clientId],
    subjects: sub,
    roleName: role,
    account,
    partition,
  });
  return {
    text: printTrust(plan, format).trimEnd(),
    warnings: plan.warnings,
    arn: account && `arn:${plan.partition?.name ?? 'aws'}:iam::${account}:role/${role}`,
  };
}

function requireOptions(provider: Provider, options: Options): void {
  const { issuer, clientId, sub } = options;
  const fault = issuer === undefined ? undefined : issuerFault(issuer);
  if (fault !== undefined) throw usageError([{ path: '--issuer', message: fault }]);
  const other = issuer === undefined ? undefined : findProvider(issuer);
  if (other !== undefined && other.id !== provider.id) {
    const message = `is one of ${other.name}: its steps are those of ${quote(other.id)}`;
    throw usageError([{ path: '--issuer', message }]);
  }
  const stray = (['sub', 'account', 'partition'] as const).find((name) => options[name]);
  if (stray === undefined) return;
  const missing =
    issuer === undefined
      ? '--issuer'
      : clientId === undefined
        ? '--client-id'
        : sub === undefined
          ? '--sub'
          : undefined;
  if (missing !== undefined) {
    throw usageError([
      { path: `--${stray}`, message: `is for the side of AWS, which needs ${missing} too` },
    ]);
  }
}
