import { quoteForShell } from '@drawbridge/core';
import { requireSimple } from './one-authenticator.ts';
import type { TrustPlan } from './trust-plan.ts';

/**
 * A plan as flags of kube-apiserver, a line each, as words of a POSIX shell (kubernetes.io, "Authenticating", "OpenID Connect
 * Tokens"). They cannot be given beside a file.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` for a plan that they cannot say
 */
export function toFlags(plan: TrustPlan): string {
  const { issuer, username, groups, ca } = plan;
  const { audience, subject, usernamePrefix } = requireSimple(plan, 'the flags of an API server');
  const flags: readonly (readonly [name: string, value: string])[] = [
    ['issuer-url', issuer],
    ['client-id', audience],
    ['username-claim', username.claim],
    ['username-prefix', usernamePrefix],
    ...(groups === undefined ? [] : [['groups-claim', groups.claim] as const]),
    ...(groups === undefined || groups.prefix === ''
      ? []
      : [['groups-prefix', groups.prefix] as const]),
    ...(subject === undefined ? [] : [['required-claim', `sub=${subject}`] as const]),
    // Without it, API servers take RS256 alone.
    ['signing-algs', 'RS256,ES256'],
    ...(ca === undefined ? [] : [['ca-file', ca.path] as const]),
  ];
  return flags.map(([name, value]) => `${quoteForShell(`--oidc-${name}=${value}`)}\n`).join('');
}
