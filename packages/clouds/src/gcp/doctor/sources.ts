import type { Source } from '../../doctor/requirement.ts';

const DOCS = 'docs.cloud.google.com/iam/docs';

function vendor(title: string, place: string): Source {
  return { kind: 'vendor', title, place, read: '2026-11' };
}

/** Where Google says what it asks for, and who found out what it does not say. */
export const SOURCES = {
  token: vendor(
    'STS API reference, method token, subjectToken',
    `${DOCS}/reference/sts/rest/v1/TopLevel/token`,
  ),
  provider: vendor(
    'IAM API reference, projects.locations.workloadIdentityPools.providers',
    `${DOCS}/reference/rest/v1/projects.locations.workloadIdentityPools.providers`,
  ),
  pool: vendor(
    'IAM API reference, projects.locations.workloadIdentityPools',
    `${DOCS}/reference/rest/v1/projects.locations.workloadIdentityPools`,
  ),
  guide: vendor(
    'Google Cloud, "Configure Workload Identity Federation with other identity providers"',
    `${DOCS}/workload-identity-federation-with-other-providers`,
  ),
  pipelines: vendor(
    'Google Cloud, "Configure Workload Identity Federation with deployment pipelines"',
    `${DOCS}/workload-identity-federation-with-deployment-pipelines`,
  ),
  practices: vendor(
    'Google Cloud, "Best practices for using Workload Identity Federation"',
    `${DOCS}/best-practices-for-using-workload-identity-federation`,
  ),
  trouble: vendor(
    'Google Cloud, "Troubleshoot Workload Identity Federation"',
    `${DOCS}/troubleshooting-workload-identity-federation`,
  ),
  actions: vendor(
    'google-github-actions/auth, "Troubleshooting"',
    'github.com/google-github-actions/auth/blob/main/docs/TROUBLESHOOTING.md',
  ),
  restrict: vendor(
    'Google Cloud, "Manage workload identity pools and providers"',
    `${DOCS}/manage-workload-identity-pools-providers`,
  ),
  rejected: {
    kind: 'issue',
    title:
      'terraform-google-modules/terraform-example-foundation, issue 1362: rejected by the attribute condition',
    place: 'github.com/terraform-google-modules/terraform-example-foundation/issues/1362',
    read: '2026-11',
  },
  denied: {
    kind: 'issue',
    title: 'google-github-actions/auth, issue 340: iam.serviceAccounts.getAccessToken is denied',
    place: 'github.com/google-github-actions/auth/issues/340',
    read: '2026-11',
  },
  lifetime: {
    kind: 'issue',
    title: 'google-github-actions/auth, issue 474: how long a federated token lives',
    place: 'github.com/google-github-actions/auth/issues/474',
    read: '2026-11',
  },
  probes: {
    kind: 'third-party',
    title: 'calls of Google STS on 2026-09-28 with uploaded keys, by the makers of frisket',
    place: 'github.com/danielbodart/frisket',
    read: '2026-11',
  },
} as const satisfies Readonly<Record<string, Source>>;
