import { DrawbridgeError, quote } from '@drawbridge/core';

const NAME = '[a-z0-9-]+';
const WORKLOAD = new RegExp(
  `^projects/\\d+/locations/global/workloadIdentityPools/${NAME}/providers/${NAME}$`,
);
const WORKFORCE = new RegExp(`^locations/global/workforcePools/${NAME}/providers/${NAME}$`);

const WORKLOAD_FORM =
  'projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/PROVIDER';

/**
 * What the provider of a resource name is for: workloads, or people.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function kindOfProvider(provider: string): 'workload' | 'workforce' {
  if (WORKLOAD.test(provider)) return 'workload';
  if (WORKFORCE.test(provider)) return 'workforce';
  throw new DrawbridgeError('cloud_setting_invalid', {
    detail: `${quote(provider)} is no provider of Google Cloud`,
    hint: `Give its whole resource name: ${WORKLOAD_FORM}, or locations/global/workforcePools/POOL/providers/PROVIDER.`,
  });
}

/**
 * What the provider of a workload identity pool takes tokens for, unless it lists audiences of its own: its whole
 * resource name, with `https:` before it or without (iam.googleapis.com v1, `WorkloadIdentityPoolProvider.Oidc.allowedAudiences`,
 * read 2026-11). This is the one with it, which systems that want a URL give tokens for too.
 *
 * @param provider - its resource name
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function workloadAudience(provider: string): string {
  if (kindOfProvider(provider) === 'workload') return `https://iam.googleapis.com/${provider}`;
  throw new DrawbridgeError('cloud_setting_invalid', {
    detail: `${quote(provider)} is of a workforce pool, which is for people`,
    hint: `Give a provider of a workload identity pool: ${WORKLOAD_FORM}.`,
  });
}
