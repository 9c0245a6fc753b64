import type { TokenView } from '@drawbridge/rules';
import type { Reason, Verdict } from '../../trust/index.ts';
import type { GoogleTrust } from './google-trust.ts';
import { judgeCondition } from './judge-condition.ts';
import { judgePolicy } from './judge-policy.ts';
import { judgeAudience, judgeIssuer } from './judge-token.ts';
import { mapAttributes } from './map-attributes.ts';

/**
 * What a provider of Google Cloud makes of a token, and the policy of a service account, where the trust has one ("Workload Identity
 * Federation", docs.cloud.google.com/iam/docs/workload-identity-federation, read 2026-11).
 *
 * Google's engine for CEL is not public: where its pages leave a difference open, the verdict is undecided.
 */
export function evaluateProvider({ provider, policy }: GoogleTrust, token: TokenView): Verdict {
  const issuer = judgeIssuer(provider, token);
  const audience = judgeAudience(provider, token);
  const mapped = mapAttributes(provider, token);
  const condition = judgeCondition(provider, token.claims, mapped.attributes);
  const all = [condition, mapped, audience, issuer];
  const [first, ...others] = [
    ...all.flatMap(({ refused }) => refused),
    ...(provider.closed === undefined ? [] : [closedReason(provider.closed)]),
  ];
  if (first !== undefined) return { verdict: 'refused', reasons: [first, ...others] };
  const bound = policy === undefined ? undefined : judgePolicy(policy, provider, mapped.attributes);
  const [open, ...more] = [
    ...all.flatMap((findings) => findings.open),
    ...(bound !== undefined && 'open' in bound ? bound.open : []),
  ];
  if (open !== undefined) return { verdict: 'undecided', reasons: [open, ...more] };
  const { google } = mapped.attributes;
  const what =
    provider.condition === undefined ? 'which has no condition' : 'whose condition is true';
  const by = `the provider ${provider.name?.full ?? `for ${provider.issuer}`}, ${what}`;
  return {
    verdict: 'allowed',
    by: bound !== undefined && 'by' in bound ? `${by}; and ${bound.by}` : by,
    ...(provider.name !== undefined && {
      becomes: `principal://iam.googleapis.com/${provider.name.pool}/subject/${String(google['subject'])}`,
    }),
  };
}

function closedReason(closed: string): Reason {
  return {
    at: 'state and disabled',
    seen: closed,
    wanted: 'a provider that is active',
    fix: 'Enable it with "gcloud iam workload-identity-pools providers update-oidc … --no-disabled", or undelete it.',
  };
}
