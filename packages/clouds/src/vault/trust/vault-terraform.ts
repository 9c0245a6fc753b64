import { quote } from '@drawbridge/core';
import { settingFault } from '../../setting-fault.ts';
import { HclExpression, hclLabel, hclResource } from '../../trust/hcl.ts';
import type { VaultPlan } from './vault-plan.ts';

/**
 * A plan as Terraform and OpenTofu take it, for the provider hashicorp/vault, which is for OpenBao too.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` for text that HCL or the provider changes
 */
export function toVaultTerraform(plan: VaultPlan): string {
  const { mount, isMountThere, config, role, roleName } = plan;
  const label = hclLabel(roleName, 'role');
  const { bound_claims: claims, bound_subject: subject, ...others } = role;
  const areBound = Object.keys(claims).length > 0;
  const backend = isMountThere ? mount : new HclExpression(`vault_jwt_auth_backend.${label}.path`);
  const blocks = [
    ...(isMountThere
      ? []
      : [hclResource('vault_jwt_auth_backend', label, { path: mount, ...config })]),
    hclResource('vault_jwt_auth_backend_role', label, {
      backend,
      role_name: roleName,
      ...others,
      ...(subject !== '' && { bound_subject: subject }),
      ...(areBound && claimsOf(claims)),
    }),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/**
 * The provider takes text alone, and splits it at commas into trimmed values (hashicorp/vault, resource jwt_auth_backend_role,
 * `bound_claims` and `disable_bound_claims_parsing`, read 2026-11): with a comma in a value there can be no list.
 */
function claimsOf(claims: VaultPlan['role']['bound_claims']) {
  const entries = Object.entries(claims);
  const lists = entries.flatMap(([, value]) => (typeof value === 'string' ? [] : [value]));
  const hasComma = entries.some(([, value]) => typeof value === 'string' && value.includes(','));
  const lost = lists.flat().find((value) => value.includes(',') || value.trim() !== value);
  if (lost !== undefined || (hasComma && lists.length > 0)) {
    throw settingFault(
      `${lost === undefined ? 'a value with a comma' : quote(lost)} cannot be written for Terraform beside other values, which its provider splits at commas and trims`,
      'Make several roles, or use another format: cli or json.',
    );
  }
  const texts = entries.map(([name, value]) => [
    name,
    typeof value === 'string' ? value : value.join(','),
  ]);
  return {
    bound_claims: Object.fromEntries(texts) as Readonly<Record<string, string>>,
    ...(hasComma && { disable_bound_claims_parsing: true }),
  };
}
