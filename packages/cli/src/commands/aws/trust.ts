import {
  PARTITIONS,
  planTrust,
  printTrust,
  TRUST_FORMATS,
  type TrustFormat,
  type TrustPlan,
} from '@drawbridge/clouds/aws';
import { usageError } from '@drawbridge/core';
import { applyTrust, openIam } from '@drawbridge/issuer/node';
import { awsRequestHandler, openOutbound } from '@drawbridge/node';
import { Option } from 'commander';
import { readProfilePlace } from '../../aws/read-profile-place.ts';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions, Context } from '../../context.ts';
import { filled, repeatable, wholeNumber } from '../../option-values.ts';
import { readCa } from '../../read-ca.ts';
import { print, tell } from '../../terminal.ts';

interface Options extends CommonOptions {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly sub?: readonly string[];
  readonly subLike?: readonly string[];
  readonly role: string;
  readonly account?: string;
  readonly partition?: string;
  readonly format?: TrustFormat;
  readonly providerArn?: string;
  readonly policyArn?: readonly string[];
  readonly thumbprint?: readonly string[];
  readonly maxSession?: number;
  readonly sessionTags?: boolean;
  readonly sourceIdentity?: boolean;
  readonly apply?: boolean;
  readonly endpointUrl?: string;
  readonly ca?: string;
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Set AWS up to trust an issuer, ours or any other: an OpenID Connect provider, and a role for tokens of exactly ' +
        'this audience and these subjects. Printed for the tool of your choice, or done by --apply.',
    )
    .requiredOption('--issuer <url>', 'the issuer, letter by letter as iss has it', filled)
    .requiredOption('--audience <audience>', 'the aud of its tokens; may be repeated', repeatable)
    .option('--sub <subject>', 'the sub of its tokens, exactly; may be repeated', repeatable)
    .option(
      '--sub-like <pattern>',
      'a pattern of subjects, with * for any text and ? for any character; may be repeated',
      repeatable,
    )
    .addOption(new Option('--role <name>', 'the role').default('drawbridge').argParser(filled))
    .option('--account <id>', 'the twelve digits of the account, which --format json needs', filled)
    .addOption(
      new Option(
        '--partition <name>',
        'the partition of AWS (default: that of the ARNs that are given, else aws)',
      ).choices(PARTITIONS.map(({ name }) => name)),
    )
    .addOption(
      new Option(
        '--format <format>',
        'what is printed; json is the trust policy alone (default: terraform)',
      ).choices(TRUST_FORMATS),
    )
    .option(
      '--provider-arn <arn>',
      'use this provider, which is there, instead of a new one',
      filled,
    )
    .option('--policy-arn <arn>', 'a policy that the role gets; may be repeated', repeatable)
    .option(
      '--thumbprint <sha1>',
      'of "aws thumbprint", where AWS does not trust the authority of the issuer; may be repeated',
      repeatable,
    )
    .option(
      '--max-session <seconds>',
      'the longest session of the role; AWS takes an hour',
      wholeNumber(3600, 43_200),
    )
    .option('--session-tags', 'let tokens carry session tags')
    .option('--source-identity', 'let tokens carry a source identity')
    .option('--apply', 'set it up now, with the credentials of your environment or profile')
    .option('--endpoint-url <url>', 'with --apply, the address of something like IAM', filled)
    .option('--ca <file>', 'with --apply, authorities (PEM) to trust for that address', filled)
    .option('--json', 'with --apply, print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  drawbridge aws trust --issuer https://oidc.example.com --audience sts.amazonaws.com \\\n' +
        '    --sub project_path:acme/app:ref_type:branch:ref:main --format terraform > trust.tf',
    )
    .action(async (options: Options) => {
      requireOptions(options);
      const plan = planTrust({
        issuer: options.issuer,
        audiences: options.audience,
        subjects: options.sub ?? [],
        subjectPatterns: options.subLike ?? [],
        roleName: options.role,
        account: options.account,
        partition: options.partition,
        providerArn: options.providerArn,
        policyArns: options.policyArn ?? [],
        thumbprints: options.thumbprint ?? [],
        maxSession: options.maxSession,
        sessionTags: options.sessionTags ?? false,
        sourceIdentity: options.sourceIdentity ?? false,
      });
      for (const warning of plan.warnings) tell(terminal, `warning: ${warning}`);
      if (options.apply !== true) {
        print(terminal, printTrust(plan, options.format ?? 'terraform').trimEnd());
        return;
      }
      await apply(plan, options, context);
    });
};

async function apply(plan: TrustPlan, options: Options, context: Context): Promise<void> {
  const { terminal } = context;
  const { env } = terminal;
  const ca = options.ca === undefined ? undefined : await readCa(options.ca, env);
  const { outbound = {} } = await context.config(options);
  const http = await openOutbound(outbound, env, { caVariable: 'AWS_CA_BUNDLE' });
  try {
    const requestHandler = awsRequestHandler(http, {
      caSetting: '--ca',
      ...(ca !== undefined && { ca }),
    });
    const { endpointUrl } = options;
    const { partition } = plan;
    const profile = await readProfilePlace(env, 'IAM');
    const iam = await openIam({ endpointUrl, partition, env, profile, requestHandler });
    const { roleArn, providerArn, changes } = await applyTrust(plan, iam);
    for (const change of changes) tell(terminal, change);
    if (changes.length === 0) tell(terminal, 'all was so already');
    const result = JSON.stringify({ roleArn, providerArn, changes });
    print(terminal, options.json === true ? result : roleArn);
  } finally {
    await http.close();
  }
}

/** An account is that of the credentials: one that was named, and is another, must not be set up in silence. */
function requireOptions(options: Options): void {
  const { apply: isApplied, format, account, endpointUrl, ca, json } = options;
  const stray =
    isApplied === true
      ? { '--format': format, '--account': account }
      : { '--endpoint-url': endpointUrl, '--ca': ca, '--json': json };
  const path = Object.entries(stray).find(([, value]) => value !== undefined)?.[0];
  if (path === undefined) return;
  const message =
    isApplied !== true
      ? 'is for --apply alone'
      : path === '--format'
        ? 'is for printing, not for --apply'
        : 'is for printing: --apply sets up the account of your credentials';
  throw usageError([{ path, message }]);
}
