import type { Rule } from '@drawbridge/rules';

/** The one rule of the try-out system: what a careful platform engineer would write first. */
export function sampleRule(upstreamIssuer: string) {
  return {
    name: 'protected-branches-of-web',
    match: {
      issuer: upstreamIssuer,
      claims: { project_path: 'acme/web', ref_protected: 'true' },
    },
    grant: {
      audience: 'sts.amazonaws.com',
      copy: ['sub', 'project_path', 'ref'],
      lifetime: 300,
    },
  } satisfies Rule;
}
