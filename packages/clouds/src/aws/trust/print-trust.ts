import { settingFault } from '../../setting-fault.ts';
import { toCliCommands } from './cli-commands.ts';
import { toCloudFormation } from './cloud-formation.ts';
import type { TrustPlan } from './trust-plan.ts';
import { toTerraform } from './terraform.ts';
import { trustPolicy } from './trust-policy.ts';

/** What a plan can be written as. `json` is the trust policy alone. */
export const TRUST_FORMATS = ['terraform', 'cloudformation', 'cli', 'json'] as const;
export type TrustFormat = (typeof TRUST_FORMATS)[number];

/**
 * Writes a plan for what sets AWS up. It ends with a line end.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` for `json` without account and provider ARN
 */
export function printTrust(plan: TrustPlan, format: TrustFormat): string {
  switch (format) {
    case 'terraform':
      return toTerraform(plan);
    case 'cloudformation':
      return toCloudFormation(plan);
    case 'cli':
      return toCliCommands(plan);
    case 'json': {
      const { providerArn } = plan;
      if (providerArn === undefined) {
        throw settingFault(
          'the trust policy names its provider, whose account is not known',
          'Give the account (--account) or the ARN of the provider (--provider-arn).',
        );
      }
      return `${JSON.stringify(trustPolicy(plan, providerArn), undefined, 2)}\n`;
    }
  }
}
