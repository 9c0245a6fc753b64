import type { TokenView } from '@drawbridge/rules';
import type { CelBudget } from '../../cel/index.ts';
import { about, allMet, type Finding, unmet } from '../../trust/finding.ts';
import type { Verdict } from '../../trust/verdict.ts';
import type { GcpRequirement } from '../doctor/requirements.ts';
import type { GoogleProvider, GoogleTrust } from './google-trust.ts';
import { judgeCondition } from './judge-condition.ts';
import { judgePolicy } from './judge-policy.ts';
import { judgeAudience, judgeIssuer } from './judge-token.ts';
import { mapAttributes, PROVIDER_BUDGET } from './map-attributes.ts';

/**
 * What a provider of Google Cloud makes of a token, and the policy of a service account, where the trust has one ("Workload Identity
 * Federation", docs.cloud.google.com/iam/docs/workload-identity-federation, read 2026-11).
 *
 * Google's engine for CEL is not public: where its pages leave a difference open, the verdict is undecided.
 */
export function evaluateProvider({ provider, policy }: GoogleTrust, token: TokenView): Verdict {
  const budget: CelBudget = { left: PROVIDER_BUDGET };
  const { attributes, findings } = mapAttributes(provider, token, budget);
  const bound = policy === undefined ? undefined : judgePolicy(policy, provider, attributes);
  const all = [
    ...of('condition-true', judgeCondition(provider, token.claims, attributes, budget)),
    ...findings,
    ...of(
      provider.audiences.length > 0 ? 'audience-allowed' : 'audience-default',
      judgeAudience(provider, token),
    ),
    ...of('token-issuer', judgeIssuer(provider, token)),
    ...of('provider-open', judgeState(provider)),
    ...of('access-granted', bound !== undefined && 'findings' in bound ? bound.findings : []),
  ];
  const what = provider.condition === undefined ? 'it has no condition' : 'its condition is true';
  const by = `the provider ${provider.name?.full ?? `for ${provider.issuer}`} (${what})`;
  return allMet(all, {
    verdict: 'allowed',
    by: bound !== undefined && 'by' in bound ? `${by} and ${bound.by}` : by,
    ...(provider.name !== undefined && {
      becomes: `principal://iam.googleapis.com/${provider.name.pool}/subject/${String(attributes.google['subject'])}`,
    }),
  });
}

function of(requirement: GcpRequirement, findings: readonly Finding[]): readonly Finding[] {
  return about<GcpRequirement>([requirement], findings);
}

function judgeState({ closed }: GoogleProvider): readonly Finding[] {
  if (closed === undefined) return [];
  const fix =
    'A provider that is disabled is enabled by "gcloud iam workload-identity-pools providers update-oidc … --no-disabled", one that was deleted is had back by "… providers undelete …" within 30 days.';
  return [unmet('state and disabled', closed, 'a provider that is active', fix)];
}
