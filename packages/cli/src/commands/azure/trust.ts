import {
  AZURE_TRUST_FORMATS,
  type AzureTarget,
  type AzureTrustFormat,
  type EntraCloud,
  EXCHANGE_AUDIENCES,
  planAzureTrust,
  printAzureTrust,
} from '@drawbridge/clouds/azure';
import { type ConfigFault, usageError } from '@drawbridge/core';
import { Option } from 'commander';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { filled, repeatable } from '../../option-values.ts';
import { print, tell } from '../../terminal.ts';

interface Options extends CommonOptions {
  readonly issuer: string;
  readonly audience?: string;
  readonly cloud: EntraCloud;
  readonly sub?: readonly string[];
  readonly subLike?: readonly string[];
  readonly app?: string;
  readonly identity?: string;
  readonly resourceGroup?: string;
  readonly subscription?: string;
  readonly name: string;
  readonly format: AzureTrustFormat;
}

export const define: DefineCommand = (command, { terminal }) => {
  command
    .description(
      'Print what has an application or a managed identity of Azure trust an issuer, ours or any other: a federated ' +
        'credential for each subject.',
    )
    .requiredOption('--issuer <url>', 'the issuer, letter by letter as iss has it', filled)
    .option('--audience <audience>', 'the aud of its tokens (default: that of the cloud)', filled)
    .addOption(
      new Option('--cloud <name>', 'the cloud of Azure')
        .choices(Object.keys(EXCHANGE_AUDIENCES))
        .default('public'),
    )
    .option('--sub <subject>', 'the sub of its tokens, exactly; may be repeated', repeatable)
    .option(
      '--sub-like <pattern>',
      'a pattern of subjects, which Azure does not have: it says what to do instead',
      repeatable,
    )
    .option('--app <id>', 'the application, by its client id', filled)
    .option('--identity <name>', 'the user-assigned managed identity', filled)
    .option('--resource-group <name>', 'with --identity, where that is', filled)
    .option('--subscription <id>', 'with --identity and --format cli, where that is', filled)
    .addOption(
      new Option(
        '--name <name>',
        'the name of the credential, or what the names of several begin with',
      )
        .default('drawbridge')
        .argParser(filled),
    )
    .addOption(
      new Option('--format <format>', 'what is printed; json is a list for Microsoft Graph')
        .choices(AZURE_TRUST_FORMATS)
        .default('terraform'),
    )
    .addHelpText(
      'after',
      '\nExample:\n  drawbridge azure trust --issuer https://oidc.example.com --sub gitlab:acme/app:protected \\\n' +
        '    --app 3b9f1c2e-0000-4000-8000-1234567890ab --format cli | sh',
    )
    .action((options: Options) => {
      const plan = planAzureTrust({
        issuer: options.issuer,
        audience: options.audience,
        cloud: options.cloud,
        subjects: options.sub ?? [],
        subjectPatterns: options.subLike ?? [],
        target: targetOf(options),
        name: options.name,
      });
      for (const warning of plan.warnings) tell(terminal, `warning: ${warning}`);
      print(terminal, printAzureTrust(plan, options.format).trimEnd());
    });
};

function targetOf(options: Options): AzureTarget {
  const { app, identity, resourceGroup, subscription, format } = options;
  if (identity !== undefined && resourceGroup !== undefined && app === undefined) {
    // Terraform's provider has the subscription, and a list has none.
    if (subscription !== undefined && format !== 'cli') {
      throw usageError([{ path: '--subscription', message: 'is for --format cli' }]);
    }
    return { kind: 'identity', name: identity, resourceGroup, subscription };
  }
  const faults = targetFaults(options);
  if (app === undefined || faults.length > 0) throw usageError(faults);
  return { kind: 'app', clientId: app };
}

function targetFaults({
  app,
  identity,
  resourceGroup,
  subscription,
}: Options): readonly ConfigFault[] {
  if (app === undefined) {
    const message =
      identity === undefined
        ? 'or --identity must be given: --app APP-ID ("az ad app list --show-mine" prints it), or --identity NAME --resource-group GROUP'
        : 'must be given with --identity';
    return [{ path: identity === undefined ? '--app' : '--resource-group', message }];
  }
  const stray = {
    '--identity': identity,
    '--resource-group': resourceGroup,
    '--subscription': subscription,
  };
  return Object.entries(stray)
    .filter(([, value]) => value !== undefined)
    .map(([path]) => ({ path, message: 'is for a managed identity, and --app is an application' }));
}
