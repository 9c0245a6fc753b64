import { HclExpression, hclLabel, hclResource, hclString } from '../../trust/hcl.ts';
import type { GooglePlan, Member } from './google-plan.ts';

const POOL = 'google_iam_workload_identity_pool';
const PROVIDER = 'google_iam_workload_identity_pool_provider';

/**
 * A plan as Terraform and OpenTofu take it, for the provider hashicorp/google.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` for text that HCL changes
 */
export function toGoogleTerraform(plan: GooglePlan): string {
  const { pool, provider, project, issuer, audiences, jwks, mapping, condition } = plan;
  const label = hclLabel(provider, 'provider');
  const own = { ...(project !== undefined && { project }) };
  const poolId = plan.isPoolThere
    ? pool
    : new HclExpression(`${POOL}.${label}.workload_identity_pool_id`);
  const blocks = [
    ...(plan.isPoolThere
      ? []
      : [hclResource(POOL, label, { ...own, workload_identity_pool_id: pool })]),
    hclResource(
      PROVIDER,
      label,
      {
        ...own,
        workload_identity_pool_id: poolId,
        workload_identity_pool_provider_id: provider,
        attribute_mapping: mapping,
        attribute_condition: condition,
      },
      {
        oidc: {
          issuer_uri: issuer,
          ...(audiences.length > 0 && { allowed_audiences: audiences }),
          ...(jwks !== undefined && { jwks_json: JSON.stringify(jwks) }),
        },
      },
    ),
    ...membersOf(plan, label),
    `output "${label}_provider" {\n  value = ${PROVIDER}.${label}.name\n}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function membersOf({ serviceAccount, provider }: GooglePlan, label: string): readonly string[] {
  if (serviceAccount === undefined) return [];
  const { email, members } = serviceAccount;
  const [, project] = /@([a-z0-9-]+)\.iam\.gserviceaccount\.com$/.exec(email) ?? [];
  return members.map((member, index) =>
    hclResource(
      'google_service_account_iam_member',
      members.length === 1 ? label : `${label}_${index + 1}`,
      {
        // A hyphen has the service account found by its address.
        service_account_id: `projects/${project ?? '-'}/serviceAccounts/${email}`,
        role: 'roles/iam.workloadIdentityUser',
        member: memberOf(member, label, provider),
      },
    ),
  );
}

/** The name of the pool, which has the number of the project, is the beginning of the provider's. */
function memberOf({ scheme, end }: Member, label: string, provider: string): HclExpression {
  const pool = `\${trimsuffix(${PROVIDER}.${label}.name, "/providers/${provider}")}`;
  return new HclExpression(
    `"${scheme}://iam.googleapis.com/${pool}${hclString(end).slice(1, -1)}"`,
  );
}
