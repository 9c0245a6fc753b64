import { toAzureCommands } from './azure-commands.ts';
import type { AzurePlan } from './azure-plan.ts';
import { toAzureTerraform } from './azure-terraform.ts';

/** What a plan can be written as. `json` is what `readFederatedCredentials` reads, and Microsoft Graph takes one by one. */
export const AZURE_TRUST_FORMATS = ['terraform', 'cli', 'json'] as const;
export type AzureTrustFormat = (typeof AZURE_TRUST_FORMATS)[number];

/**
 * Writes a plan for what sets Entra up. It ends with a line end.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` for text that Terraform or the Azure CLI would change
 */
export function printAzureTrust(plan: AzurePlan, format: AzureTrustFormat): string {
  switch (format) {
    case 'terraform':
      return toAzureTerraform(plan);
    case 'cli':
      return toAzureCommands(plan);
    case 'json':
      return `${JSON.stringify(plan.credentials, undefined, 2)}\n`;
  }
}
