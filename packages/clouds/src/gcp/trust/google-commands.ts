import { quoteForShell } from '@drawbridge/core';
import type { GooglePlan } from './google-plan.ts';

/** A plan as commands of gcloud, for a POSIX shell. */
export function toGoogleCommands(plan: GooglePlan): string {
  const { pool, provider, project, issuer, audiences, jwks, condition, serviceAccount } = plan;
  const where = ` --location=global${project === undefined ? '' : ` --project=${quoteForShell(project)}`}`;
  const ofPool = `${where} --workload-identity-pool=${pool}`;
  const flags = [
    `--issuer-uri=${quoteForShell(issuer)}`,
    ...(audiences.length === 0 ? [] : [`--allowed-audiences=${quoteForShell(listOf(audiences))}`]),
    `--attribute-mapping=${quoteForShell(listOf(Object.entries(plan.mapping).map((pair) => pair.join('='))))}`,
    `--attribute-condition=${quoteForShell(condition)}`,
    ...(jwks === undefined ? [] : ['--jwk-json-path="$jwks"']),
  ];
  const lines = [
    'set -e',
    ...(plan.isPoolThere ? [] : [`gcloud iam workload-identity-pools create ${pool}${where}`]),
    ...(jwks === undefined
      ? []
      : ['jwks=$(mktemp)', `printf %s ${quoteForShell(JSON.stringify(jwks))} > "$jwks"`]),
    `gcloud iam workload-identity-pools providers create-oidc ${provider}${ofPool} \\`,
    `  ${flags.join(' \\\n  ')}`,
    ...(jwks === undefined ? [] : ['rm "$jwks"']),
  ];
  if (serviceAccount !== undefined) {
    const { email, members } = serviceAccount;
    lines.push(
      `pool=$(gcloud iam workload-identity-pools describe ${pool}${where} --format='value(name)')`,
      ...members.map(
        ({ scheme, end }) =>
          `gcloud iam service-accounts add-iam-policy-binding ${quoteForShell(email)}${project === undefined ? '' : ` --project=${quoteForShell(project)}`} \\\n` +
          `  --role=roles/iam.workloadIdentityUser --condition=None \\
` +
          `  --member="${scheme}://iam.googleapis.com/$pool"${quoteForShell(end)}`,
      ),
    );
  }
  return `${lines.join('\n')}\n`;
}

/** gcloud cuts lists at commas, or at what stands between carets before them ("gcloud topic escaping"). */
function listOf(items: readonly string[]): string {
  const isPlain = items.every((item) => !item.includes(',')) && items[0]?.startsWith('^') !== true;
  if (isPlain) return items.join(',');
  let mark = ';';
  while (items.some((item) => item.includes(mark))) mark += ';';
  return `^${mark}^${items.join(mark)}`;
}
