import {
  exchangeAudienceAt,
  federatedTokenVariables,
  withFederatedToken,
} from '@drawbridge/clouds/azure';
import { DrawbridgeError } from '@drawbridge/core';
import type { Options } from '../exec-options.ts';
import type { CloudTarget, Environment } from './cloud-target.ts';

const FILE = 'azure-token';

/**
 * Azure: its identity libraries read the file of a federated token for each token that they ask for.
 *
 * @throws {DrawbridgeError} `usage_invalid`, `cloud_setting_invalid`
 */
export function azureTarget(clientId: string, options: Options, env: Environment): CloudTarget {
  const tenantId = options.azureTenantId ?? env['AZURE_TENANT_ID'];
  if (!tenantId) {
    throw new DrawbridgeError('usage_invalid', {
      detail: 'nobody says which directory of Azure trusts the token',
      hint: 'Give --azure-tenant-id, or set AZURE_TENANT_ID.',
    });
  }
  const authorityHost = options.azureAuthorityHost ?? (env['AZURE_AUTHORITY_HOST'] || undefined);
  // A slip is told before a token is asked for.
  federatedTokenVariables({ tenantId, clientId, tokenFile: FILE, authorityHost });
  return {
    cloud: 'Azure',
    audience: options.azureAudience ?? exchangeAudienceAt(authorityHost),
    file: FILE,
    async equip(given, folder) {
      const tokenFile = folder.pathOf(FILE);
      return withFederatedToken(given, { tenantId, clientId, tokenFile, authorityHost });
    },
  };
}
