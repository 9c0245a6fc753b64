import {
  GOOGLE_TRUST_FORMATS,
  type GoogleTrustFormat,
  planGoogleTrust,
  printGoogleTrust,
} from '@drawbridge/clouds/gcp';
import { Option } from 'commander';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { filled, repeatable } from '../../option-values.ts';
import { readJsonOption } from '../../read-json-option.ts';
import { print, tell } from '../../terminal.ts';

interface Options extends CommonOptions {
  readonly issuer: string;
  readonly audience?: readonly string[];
  readonly sub?: readonly string[];
  readonly subLike?: readonly string[];
  readonly pool: string;
  readonly existingPool?: boolean;
  readonly provider: string;
  readonly project?: string;
  readonly serviceAccount?: string;
  readonly jwks?: string;
  readonly format: GoogleTrustFormat;
}

export const define: DefineCommand = (command, { terminal }) => {
  command
    .description(
      'Print what sets Google Cloud up to trust an issuer, ours or any other: a workload identity pool with a provider for ' +
        'tokens of exactly this audience and these subjects, and the service account that they may act as.',
    )
    .requiredOption('--issuer <url>', 'the issuer, letter by letter as iss has it', filled)
    .option(
      '--audience <audience>',
      'the aud of its tokens; may be repeated (default: the full name of the provider)',
      repeatable,
    )
    .option('--sub <subject>', 'the sub of its tokens, exactly; may be repeated', repeatable)
    .option(
      '--sub-like <pattern>',
      'a pattern of subjects, with * for any text and ? for any character; may be repeated',
      repeatable,
    )
    .addOption(
      new Option('--pool <id>', 'the workload identity pool')
        .default('drawbridge')
        .argParser(filled),
    )
    .option('--existing-pool', 'use that pool, which is there, instead of a new one')
    .addOption(
      new Option('--provider <id>', 'the provider in the pool')
        .default('drawbridge')
        .argParser(filled),
    )
    .option('--project <id>', 'the project of the pool (default: that of your tool)', filled)
    .option('--service-account <email>', 'the service account that the tokens may act as', filled)
    .option(
      '--jwks <file>',
      'upload these keys (a JWK Set), for an issuer that Google cannot reach',
      filled,
    )
    .addOption(
      new Option(
        '--format <format>',
        'what is printed; json is the provider alone, as the REST API takes it',
      )
        .choices(GOOGLE_TRUST_FORMATS)
        .default('terraform'),
    )
    .addHelpText(
      'after',
      '\nExample:\n  drawbridge gcp trust --issuer https://oidc.example.com \\\n' +
        '    --sub project_path:acme/app:ref_type:branch:ref:main --project acme-ci \\\n' +
        '    --service-account ci@acme-ci.iam.gserviceaccount.com > trust.tf',
    )
    .action(async (options: Options) => {
      const { jwks } = options;
      const plan = planGoogleTrust({
        issuer: options.issuer,
        audiences: options.audience ?? [],
        subjects: options.sub ?? [],
        subjectPatterns: options.subLike ?? [],
        pool: options.pool,
        isPoolThere: options.existingPool ?? false,
        provider: options.provider,
        project: options.project,
        serviceAccount: options.serviceAccount,
        ...(jwks !== undefined && { jwks: await readJsonOption('--jwks', jwks) }),
      });
      for (const warning of plan.warnings) tell(terminal, `warning: ${warning}`);
      if (options.format === 'json' && plan.name === undefined && plan.audiences.length === 0) {
        tell(
          terminal,
          'warning: Give --project by its number for what "drawbridge doctor gcp --trust" judges in full: without it, what is printed does not say which audience is meant.',
        );
      }
      print(terminal, printGoogleTrust(plan, options.format).trimEnd());
    });
};
