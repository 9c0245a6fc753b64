import { toBinding } from './binding.ts';
import { toConfiguration } from './configuration.ts';
import { toFlags } from './flags.ts';
import { toTerraform } from './terraform.ts';
import type { TrustPlan } from './trust-plan.ts';
import { toYaml } from './yaml.ts';

/**
 * What a plan can be written as: `yaml` and `json` are the file for an API server, `flags` its flags, `rbac` a role for who is let
 * in, and `terraform` is for EKS.
 */
export const TRUST_FORMATS = ['yaml', 'json', 'flags', 'rbac', 'terraform'] as const;
export type TrustFormat = (typeof TRUST_FORMATS)[number];

/**
 * Writes a plan for what sets a cluster up. It ends with a line end.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` for a plan that the format cannot say
 */
export function printTrust(plan: TrustPlan, format: TrustFormat): string {
  switch (format) {
    case 'yaml':
      return `# For --authentication-config of kube-apiserver. Before 1.34, write v1beta1.\n${toYaml(toConfiguration(plan))}`;
    case 'json':
      return `${JSON.stringify(toConfiguration(plan), undefined, 2)}\n`;
    case 'flags':
      return toFlags(plan);
    case 'rbac':
      return toYaml(toBinding(plan));
    case 'terraform':
      return toTerraform(plan);
  }
}
