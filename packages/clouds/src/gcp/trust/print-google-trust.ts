import { toGoogleCommands } from './google-commands.ts';
import type { GooglePlan } from './google-plan.ts';
import { toGoogleTerraform } from './google-terraform.ts';
import { providerBody } from './provider-body.ts';

/** What a plan can be written as. `json` is the provider alone, as the REST API takes it. */
export const GOOGLE_TRUST_FORMATS = ['terraform', 'cli', 'json'] as const;
export type GoogleTrustFormat = (typeof GOOGLE_TRUST_FORMATS)[number];

/**
 * Writes a plan for what sets Google Cloud up. It ends with a line end.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` for text that Terraform changes
 */
export function printGoogleTrust(plan: GooglePlan, format: GoogleTrustFormat): string {
  switch (format) {
    case 'terraform':
      return toGoogleTerraform(plan);
    case 'cli':
      return toGoogleCommands(plan);
    case 'json':
      return `${JSON.stringify(providerBody(plan), undefined, 2)}\n`;
  }
}
