import { HclExpression, hclLabel, hclResource, type HclValue, toHcl } from '../../trust/hcl.ts';
import type { TrustPlan } from './trust-plan.ts';
import { type TrustPolicy, trustPolicy } from './trust-policy.ts';

/**
 * A plan as Terraform and OpenTofu take it, for the provider hashicorp/aws.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` as {@link toHcl}
 */
export function toTerraform(plan: TrustPlan): string {
  const label = hclLabel(plan.roleName, 'role');
  const provider = new HclExpression(`aws_iam_openid_connect_provider.${label}.arn`);
  const policy: TrustPolicy<HclExpression> = trustPolicy(
    plan,
    plan.isProviderThere ? (plan.providerArn ?? provider) : provider,
  );
  const { url, audiences, thumbprints, roleName, maxSession, policyArns } = plan;
  const blocks: string[] = [];
  if (!plan.isProviderThere) {
    blocks.push(
      hclResource('aws_iam_openid_connect_provider', label, {
        url: url.issuer,
        client_id_list: audiences,
        ...(thumbprints.length > 0 && { thumbprint_list: thumbprints }),
      }),
    );
  }
  blocks.push(
    hclResource('aws_iam_role', label, {
      name: roleName,
      ...(maxSession !== undefined && { max_session_duration: maxSession }),
      assume_role_policy: new HclExpression(`jsonencode(${toHcl(asValue(policy), '  ')})`),
    }),
    ...policyArns.map((arn, index) =>
      hclResource('aws_iam_role_policy_attachment', `${label}_${index + 1}`, {
        role: new HclExpression(`aws_iam_role.${label}.name`),
        policy_arn: arn,
      }),
    ),
    `output "${label}_role_arn" {\n  value = aws_iam_role.${label}.arn\n}`,
  );
  return `${blocks.join('\n\n')}\n`;
}

function asValue(policy: TrustPolicy<HclExpression>): HclValue {
  return {
    Version: policy.Version,
    Statement: policy.Statement.map(({ Effect, Principal, Action, Condition }) => ({
      Effect,
      Principal,
      Action,
      Condition,
    })),
  };
}
