import {
  planTrust,
  printTrust,
  TRUST_FORMATS,
  type TrustFormat,
} from '@drawbridge/clouds/kubernetes';
import { usageError } from '@drawbridge/core';
import { Option } from 'commander';
import type { DefineCommand } from '../../command.ts';
import { filled, repeatable } from '../../option-values.ts';
import { readCa } from '../../read-ca.ts';
import { print, tell } from '../../terminal.ts';

interface Options {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly sub?: readonly string[];
  readonly subLike?: readonly string[];
  readonly usernameClaim: string;
  readonly usernamePrefix: string;
  readonly groupsClaim?: string;
  readonly groupsPrefix?: string;
  readonly discoveryUrl?: string;
  readonly ca?: string;
  readonly clusterRole?: string;
  readonly group?: readonly string[];
  readonly cluster?: string;
  readonly format: TrustFormat;
}

export const define: DefineCommand = (command, { terminal }) => {
  command
    .description(
      'Have a cluster of Kubernetes trust an issuer, ours or any other: tokens of exactly this audience and these ' +
        'subjects become users of it. Printed for the API server itself, by a file or flags, or for EKS.',
    )
    .requiredOption('--issuer <url>', 'the issuer, letter by letter as iss has it', filled)
    .requiredOption('--audience <audience>', 'the aud of its tokens; may be repeated', repeatable)
    .option(
      '--sub <subject>',
      "the sub of its tokens, exactly; may be repeated; default: everybody's",
      repeatable,
    )
    .option(
      '--sub-like <pattern>',
      'a pattern of subjects, with * for any text and ? for any character; may be repeated',
      repeatable,
    )
    .addOption(
      new Option('--username-claim <claim>', 'the claim that is the name of the user')
        .default('sub')
        .argParser(filled),
    )
    .addOption(
      new Option('--username-prefix <text>', 'what is put before it; "" for nothing').default(
        'drawbridge:',
      ),
    )
    .option('--groups-claim <claim>', 'the claim that has the groups', filled)
    .option('--groups-prefix <text>', 'what is put before each (default: as for the user)')
    .option('--discovery-url <url>', 'the discovery document, if not below the issuer', filled)
    .option('--ca <file>', 'authorities (PEM) of its server, if the cluster has others', filled)
    .addOption(
      new Option(
        '--format <format>',
        'yaml or json: the file of an API server; flags: its flags; rbac: a role for who is let in; terraform: EKS',
      )
        .choices(TRUST_FORMATS)
        .default('yaml'),
    )
    .option('--cluster-role <name>', 'for rbac, the role, such as view', filled)
    .option(
      '--group <name>',
      'for rbac, a group that gets it, as the tokens have it; may be repeated; default: the users of --sub',
      repeatable,
    )
    .option('--cluster <name>', 'for terraform, the cluster of EKS', filled)
    .addHelpText(
      'after',
      '\nExample:\n  drawbridge kubernetes trust --issuer https://oidc.example.com --audience kubernetes \\\n' +
        '    --sub project_path:acme/app:ref_type:branch:ref:main > authentication.yaml',
    )
    .action(async (options: Options) => {
      requireFormat(options);
      const { ca } = options;
      const plan = planTrust({
        issuer: options.issuer,
        audiences: options.audience,
        subjects: options.sub ?? [],
        subjectPatterns: options.subLike ?? [],
        usernameClaim: options.usernameClaim,
        usernamePrefix: options.usernamePrefix,
        groupsClaim: options.groupsClaim,
        groupsPrefix: options.groupsPrefix,
        discoveryUrl: options.discoveryUrl,
        ca: ca === undefined ? undefined : { pem: await readCa(ca, terminal.env), path: ca },
        clusterRole: options.clusterRole,
        groups: options.group ?? [],
        cluster: options.cluster,
      });
      for (const warning of plan.warnings) tell(terminal, `warning: ${warning}`);
      print(terminal, printTrust(plan, options.format).trimEnd());
    });
};

/** What another format does not say must not be left out in silence. */
function requireFormat({ format, clusterRole, group, cluster }: Options): void {
  const stray = [
    ...(format === 'rbac'
      ? []
      : [
          ['--cluster-role', clusterRole],
          ['--group', group],
        ]),
    ...(format === 'terraform' ? [] : [['--cluster', cluster]]),
  ].find(([, value]) => value !== undefined);
  if (stray === undefined) return;
  const [path] = stray;
  const wanted = path === '--cluster' ? 'terraform' : 'rbac';
  throw usageError([{ path: String(path), message: `is for --format ${wanted} alone` }]);
}
