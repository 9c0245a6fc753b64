import { quoteForShell } from '@drawbridge/core';
import type { TrustPlan } from './trust-plan.ts';
import { trustPolicy } from './trust-policy.ts';

/** Stands for the ARN of the provider until the text is put together. No text of a plan has a control character. */
const PLACE = '\u0000';

/**
 * A plan as commands of the AWS CLI 2, for a POSIX shell. Lists are given in JSON: as words, the CLI would take some for
 * options, files or its shorthand syntax.
 */
export function toCliCommands(plan: TrustPlan): string {
  const { url, audiences, thumbprints, roleName, maxSession, policyArns, partition } = plan;
  // IAM has one address in a partition, and the CLI finds it by any region of that.
  const isElsewhere = partition !== undefined && partition.name !== 'aws';
  const lines = [
    'set -e',
    ...(isElsewhere ? [`export AWS_REGION=${quoteForShell(partition.defaultRegion)}`] : []),
  ];
  if (plan.isProviderThere && plan.providerArn !== undefined) {
    lines.push(
      `provider=${quoteForShell(plan.providerArn)}`,
      ...audiences.map(
        (audience) =>
          `aws iam add-client-id-to-open-id-connect-provider --cli-input-json ${json({ OpenIDConnectProviderArn: plan.providerArn, ClientID: audience })}`,
      ),
    );
  } else {
    const input = {
      Url: url.issuer,
      ClientIDList: audiences,
      ...(thumbprints.length > 0 && { ThumbprintList: thumbprints }),
    };
    lines.push(
      `provider=$(aws iam create-open-id-connect-provider \\`,
      `  --query OpenIDConnectProviderArn --output text \\`,
      `  --cli-input-json ${json(input)})`,
    );
  }
  const policy = JSON.stringify(trustPolicy(plan, PLACE));
  // Within a text the quotation marks would be escaped: only the member itself is found.
  const [before = '', ...others] = policy.split(`"Federated":${JSON.stringify(PLACE)}`);
  const parts = [before, ...others.map((after) => `"${after}`)]
    .map((part, at) => quoteForShell(at < others.length ? `${part}"Federated":"` : part))
    .join('"$provider"');
  lines.push(
    `aws iam create-role --role-name=${quoteForShell(roleName)} \\`,
    ...(maxSession === undefined ? [] : [`  --max-session-duration=${maxSession} \\`]),
    `  --query Role.Arn --output text \\`,
    `  --assume-role-policy-document ${parts}`,
    ...policyArns.map(
      (arn) =>
        `aws iam attach-role-policy --role-name=${quoteForShell(roleName)} --policy-arn=${quoteForShell(arn)}`,
    ),
  );
  return `${lines.join('\n')}\n`;
}

function json(value: object): string {
  return quoteForShell(JSON.stringify(value));
}
