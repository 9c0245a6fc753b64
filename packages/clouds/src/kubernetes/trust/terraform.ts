import { settingFault } from '../../setting-fault.ts';
import { hclString } from '../../trust/hcl.ts';
import { requireSimple } from './one-authenticator.ts';
import type { TrustPlan } from './trust-plan.ts';

/**
 * A plan for a cluster of EKS, whose API server takes no file (Terraform, provider aws 5 or later: aws_eks_identity_provider_config).
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` for a plan that EKS cannot say, and without the name of a cluster
 */
export function toTerraform(plan: TrustPlan): string {
  const { cluster, issuer, username, groups, ca } = plan;
  if (cluster === undefined) {
    throw settingFault('the cluster of EKS is not named', 'Give its name: --cluster.');
  }
  const { audience, subject, usernamePrefix } = requireSimple(plan, 'EKS');
  if (ca !== undefined) {
    throw settingFault(
      'EKS takes no authority of your own',
      'Its issuers are asked over the internet, with a certificate that everybody trusts.',
    );
  }
  const prefixes = [username.prefix, groups?.prefix ?? ''];
  // Amazon EKS API reference, OidcIdentityProviderConfigRequest.
  if (prefixes.some((prefix) => prefix.includes('system:'))) {
    throw settingFault('EKS takes no prefix with system: in it');
  }
  const members: readonly (readonly [name: string, value: string])[] = [
    ['identity_provider_config_name', hclString('drawbridge')],
    ['issuer_url', hclString(issuer)],
    ['client_id', hclString(audience)],
    ['username_claim', hclString(username.claim)],
    ['username_prefix', hclString(usernamePrefix)],
    ...(groups === undefined ? [] : [['groups_claim', hclString(groups.claim)] as const]),
    ...(groups === undefined || groups.prefix === ''
      ? []
      : [['groups_prefix', hclString(groups.prefix)] as const]),
    ...(subject === undefined
      ? []
      : [['required_claims', `{ sub = ${hclString(subject)} }`] as const]),
  ];
  const width = Math.max(...members.map(([name]) => name.length));
  return [
    'resource "aws_eks_identity_provider_config" "drawbridge" {',
    `  cluster_name = ${hclString(cluster)}`,
    '',
    '  oidc {',
    ...members.map(([name, value]) => `    ${name.padEnd(width)} = ${value}`),
    '  }',
    '}',
    '',
  ].join('\n');
}
