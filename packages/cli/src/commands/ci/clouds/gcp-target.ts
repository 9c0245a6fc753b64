import { externalAccount, withExternalAccount, workloadAudience } from '@drawbridge/clouds/gcp';
import type { Options } from '../exec-options.ts';
import type { CloudTarget } from './cloud-target.ts';

const TOKEN = 'gcp-token';
const CONFIGURATION = 'gcp.json';

/**
 * Google Cloud: its libraries and gcloud read a configuration, which names the file with the token.
 *
 * @param provider - of a workload identity pool, by its resource name
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function gcpTarget(provider: string, options: Options): CloudTarget {
  const usual = workloadAudience(provider);
  return {
    cloud: 'Google Cloud',
    audience: options.gcpAudience ?? usual,
    file: TOKEN,
    async equip(given, folder) {
      const source = { kind: 'file', path: folder.pathOf(TOKEN) } as const;
      const { gcpServiceAccount: serviceAccount } = options;
      await folder.write(CONFIGURATION, externalAccount({ provider, source, serviceAccount }));
      return withExternalAccount(given, folder.pathOf(CONFIGURATION));
    },
  };
}
