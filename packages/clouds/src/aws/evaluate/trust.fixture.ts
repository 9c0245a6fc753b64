import type { TokenView } from '@drawbridge/rules';
import type { Reason, Verdict } from '../../trust/verdict.ts';
import { evaluateTrustPolicy } from './compile-trust-policy.ts';
import { readTrustPolicy } from './read-trust-policy.ts';
import type { TrustContext } from './request.ts';

export const HOST = 'oidc.example.com';
export const PROVIDER = `arn:aws:iam::123456789012:oidc-provider/${HOST}`;
export const ROLE = 'arn:aws:iam::123456789012:role/team/ci';
export const WEB = 'sts:AssumeRoleWithWebIdentity';

/** A page of a vendor, and when it was read. */
export interface Source {
  readonly title: string;
  readonly url: string;
  readonly read: string;
}

const guide = (title: string, page: string): Source => ({
  title: `IAM user guide, ${title}`,
  url: `https://docs.aws.amazon.com/IAM/latest/UserGuide/${page}.html`,
  read: '2026-11',
});
export const GUIDE = {
  operators: guide('Condition operators', 'reference_policies_elements_condition_operators'),
  sets: guide(
    'Single-valued vs. multivalued context keys',
    'reference_policies_condition-single-vs-multi-valued-context-keys',
  ),
  several: guide(
    'Conditions with multiple context keys or values',
    'reference_policies_condition-logic-multiple-context-keys-or-values',
  ),
  variables: guide('Variables and tags', 'reference_policies_variables'),
  version: guide('Version', 'reference_policies_elements_version'),
  condition: guide('Condition', 'reference_policies_elements_condition'),
  principal: guide('Principal', 'reference_policies_elements_principal'),
  action: guide('Action', 'reference_policies_elements_action'),
  notAction: guide('NotAction', 'reference_policies_elements_notaction'),
  logic: guide('Policy evaluation logic', 'reference_policies_evaluation-logic'),
  keys: guide('IAM and AWS STS condition context keys', 'reference_policies_iam-condition-keys'),
  globalKeys: guide('AWS global condition context keys', 'reference_policies_condition-keys'),
  tags: guide('Pass session tags in AWS STS', 'id_session-tags'),
  sourceIdentity: guide(
    'Monitor and control actions taken with assumed roles',
    'id_credentials_temp_control-access_monitor',
  ),
  grammar: guide('Grammar of the IAM JSON policy language', 'reference_policies_grammar'),
} as const;

/** A policy of one statement, which lets in by the web identity where its conditions hold. */
export function policyOf(Condition: object, own: object = {}, version = '2012-10-17'): object {
  return {
    Version: version,
    Statement: [
      { Effect: 'Allow', Principal: { Federated: PROVIDER }, Action: WEB, Condition, ...own },
    ],
  };
}

export function tokenOf(claims: object = {}, issuer = `https://${HOST}`): TokenView {
  return { issuer, claims: { iss: issuer, aud: 'sts.amazonaws.com', sub: 'me', ...claims } };
}

export function judge(
  policy: object,
  token: TokenView = tokenOf(),
  context?: TrustContext,
): Verdict {
  return evaluateTrustPolicy(readTrustPolicy(policy), token, context);
}

export function reasonsOf(verdict: Verdict): readonly Reason[] {
  return verdict.verdict === 'allowed' ? [] : verdict.reasons;
}

/** Session tags as the nested claim has them. */
export function tagged(
  tags: Readonly<Record<string, string>>,
  transitive?: readonly string[],
): Readonly<Record<string, unknown>> {
  return {
    'https://aws.amazon.com/tags': {
      principal_tags: Object.fromEntries(
        Object.entries(tags).map(([key, value]) => [key, [value]]),
      ),
      ...(transitive !== undefined && { transitive_tag_keys: transitive }),
    },
  };
}
