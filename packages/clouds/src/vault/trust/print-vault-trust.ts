import { toVaultCommands, type VaultCli } from './vault-commands.ts';
import type { VaultPlan } from './vault-plan.ts';
import { toVaultTerraform } from './vault-terraform.ts';

/** What a plan can be written as. `json` is what `readVaultTrust` reads. */
export const VAULT_TRUST_FORMATS = ['terraform', 'cli', 'json'] as const;
export type VaultTrustFormat = (typeof VAULT_TRUST_FORMATS)[number];

/**
 * Writes a plan for what sets Vault up. It ends with a line end.
 *
 * @param cli - whose command line `cli` is for
 * @throws {DrawbridgeError} `cloud_setting_invalid` for text that Terraform or its provider would change
 */
export function printVaultTrust(
  plan: VaultPlan,
  format: VaultTrustFormat,
  cli: VaultCli = 'vault',
): string {
  switch (format) {
    case 'terraform':
      return toVaultTerraform(plan);
    case 'cli':
      return toVaultCommands(plan, cli);
    case 'json': {
      const { config, role, isMountThere } = plan;
      return `${JSON.stringify(isMountThere ? { role } : { config, role }, undefined, 2)}\n`;
    }
  }
}
