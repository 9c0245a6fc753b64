import {
  planVaultTrust,
  printVaultTrust,
  VAULT_CLIS,
  VAULT_TRUST_FORMATS,
  type VaultCli,
  type VaultTrustFormat,
} from '@drawbridge/clouds/vault';
import { usageError } from '@drawbridge/core';
import { Option } from 'commander';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { filled, namedText, repeatable, repeated } from '../../option-values.ts';
import { readCa } from '../../read-ca.ts';
import { print, tell } from '../../terminal.ts';

interface Options extends CommonOptions {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly sub?: readonly string[];
  readonly subLike?: readonly string[];
  readonly claim?: readonly (readonly [name: string, value: string])[];
  readonly policy?: readonly string[];
  readonly role: string;
  readonly mount: string;
  readonly existingMount?: boolean;
  readonly userClaim: string;
  readonly ca?: string;
  readonly jwksUrl?: string;
  readonly format: VaultTrustFormat;
  readonly cli?: VaultCli;
}

export const define: DefineCommand = (command, { terminal }) => {
  command
    .description(
      'Print what sets Vault or OpenBao up to trust an issuer, ours or any other: the JWT auth method, and a role for ' +
        'tokens of exactly this audience and these subjects.',
    )
    .requiredOption('--issuer <url>', 'the issuer, letter by letter as iss has it', filled)
    .requiredOption('--audience <audience>', 'the aud of its tokens; may be repeated', repeatable)
    .option('--sub <subject>', 'the sub of its tokens, exactly; may be repeated', repeatable)
    .option(
      '--sub-like <pattern>',
      'a pattern of subjects, with * for any text; may be repeated',
      repeatable,
    )
    .option(
      '--claim <name=value>',
      'another claim that tokens must have; a name twice is for either value; may be repeated',
      repeated(namedText),
    )
    .option('--policy <name>', 'a policy of Vault that the role gets; may be repeated', repeatable)
    .addOption(new Option('--role <name>', 'the role').default('drawbridge').argParser(filled))
    .addOption(
      new Option('--mount <path>', 'the path of the auth method').default('jwt').argParser(filled),
    )
    .option('--existing-mount', 'the auth method is there and stays as it is: print the role alone')
    .addOption(
      new Option('--user-claim <name>', 'the claim that names who logged in')
        .default('sub')
        .argParser(filled),
    )
    .option('--ca <file>', "authorities (PEM) of the issuer's certificate, for Vault", filled)
    .option('--jwks-url <url>', 'where Vault gets the keys, past the discovery document', filled)
    .addOption(
      new Option('--format <format>', 'what is printed; json is the configuration and the role')
        .choices(VAULT_TRUST_FORMATS)
        .default('terraform'),
    )
    .addOption(
      new Option(
        '--cli <name>',
        'whose command line --format cli is for (default: vault; bao is OpenBao)',
      ).choices(VAULT_CLIS),
    )
    .addHelpText(
      'after',
      '\nExample:\n  drawbridge vault trust --issuer https://oidc.example.com --audience vault \\\n' +
        '    --sub gitlab:acme/app:protected --role app --policy deploy --format cli | sh',
    )
    .action(async (options: Options) => {
      requireOptions(options);
      const ca = options.ca === undefined ? undefined : await readCa(options.ca, terminal.env);
      const plan = planVaultTrust({
        issuer: options.issuer,
        audiences: options.audience,
        subjects: options.sub ?? [],
        subjectPatterns: options.subLike ?? [],
        claims: options.claim ?? [],
        policies: options.policy ?? [],
        roleName: options.role,
        mount: options.mount,
        isMountThere: options.existingMount ?? false,
        userClaim: options.userClaim,
        ca,
        jwksUrl: options.jwksUrl,
      });
      for (const warning of plan.warnings) tell(terminal, `warning: ${warning}`);
      print(terminal, printVaultTrust(plan, options.format, options.cli).trimEnd());
    });
};

/** What is of the mount has no place beside one that stays as it is: it must not be passed over in silence. */
function requireOptions(options: Options): void {
  const { existingMount, ca, jwksUrl, cli, format } = options;
  const faults = [
    ...(existingMount !== true || ca === undefined ? [] : [['--ca', OF_MOUNT] as const]),
    ...(existingMount !== true || jwksUrl === undefined ? [] : [['--jwks-url', OF_MOUNT] as const]),
    ...(cli === undefined || format === 'cli' ? [] : [['--cli', 'is for --format cli'] as const]),
  ];
  if (faults.length > 0) throw usageError(faults.map(([path, message]) => ({ path, message })));
}

const OF_MOUNT = 'is of the auth method, which stays as it is with --existing-mount';
