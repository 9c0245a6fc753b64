import { type ConfigFault, DrawbridgeError, usageError } from '@drawbridge/core';
import type { Options } from '../exec-options.ts';
import { awsTarget } from './aws-target.ts';
import { azureTarget } from './azure-target.ts';
import type { CloudTarget, Environment } from './cloud-target.ts';
import { gcpTarget } from './gcp-target.ts';

/** The options that say something of a cloud, by the one that asks for it. */
const BELONGINGS = {
  aws: { audience: '--audience', sessionName: '--session-name', region: '--region' },
  gcp: { gcpAudience: '--gcp-audience', gcpServiceAccount: '--gcp-service-account' },
  azure: {
    azureAudience: '--azure-audience',
    azureTenantId: '--azure-tenant-id',
    azureAuthorityHost: '--azure-authority-host',
  },
} as const satisfies Record<string, Partial<Record<keyof Options, string>>>;

/**
 * The clouds that a command line asks for, one or more.
 *
 * @throws {DrawbridgeError} `usage_invalid`, `cloud_setting_invalid`
 */
export function chooseTargets(options: Options, env: Environment): readonly CloudTarget[] {
  const { aws, gcp, azure } = options;
  const faults = strays(options);
  if (faults.length > 0) throw usageError(faults);
  const targets = [
    ...(aws === undefined ? [] : [awsTarget(aws, options, env)]),
    ...(gcp === undefined ? [] : [gcpTarget(gcp, options)]),
    ...(azure === undefined ? [] : [azureTarget(azure, options, env)]),
  ];
  if (targets.length > 0) return targets;
  throw new DrawbridgeError('usage_invalid', {
    detail: 'nobody says which cloud the command needs a token for',
    hint: 'Give --aws ROLE, --gcp PROVIDER or --azure CLIENT_ID, or several of them.',
  });
}

/** What is said of a cloud that nobody asks for: it would have no effect. */
function strays(options: Options): readonly ConfigFault[] {
  const faults: ConfigFault[] = [];
  for (const cloud of ['aws', 'gcp', 'azure'] as const) {
    if (options[cloud] !== undefined) continue;
    for (const [name, path] of Object.entries(BELONGINGS[cloud])) {
      if (options[name as keyof Options] === undefined) continue;
      faults.push({ path, message: `is for --${cloud}, which is not given` });
    }
  }
  return faults;
}
