import type { Source } from '../../doctor/requirement.ts';

const LEARN = 'learn.microsoft.com/en-us/entra';
const WEBHOOK = 'github.com/Azure/azure-workload-identity';

function vendor(title: string, place: string): Source {
  return { kind: 'vendor', title, place, read: '2026-11' };
}

function issue(title: string, place: string): Source {
  return { kind: 'issue', title, place, read: '2026-11' };
}

/** Where Microsoft says what it asks for, and who met what it does not say. */
export const SOURCES = {
  overview: vendor(
    'Microsoft Entra, "Workload identity federation"',
    `${LEARN}/workload-id/workload-identity-federation`,
  ),
  considerations: vendor(
    'Microsoft Entra, "Important considerations and restrictions for federated identity credentials"',
    `${LEARN}/workload-id/workload-identity-federation-considerations`,
  ),
  flexible: vendor(
    'Microsoft Entra, "Flexible federated identity credentials (preview)"',
    `${LEARN}/workload-id/workload-identities-flexible-federated-identity-credentials`,
  ),
  flexibleSetUp: vendor(
    'Microsoft Entra, "Set up a flexible federated identity credential (preview)"',
    `${LEARN}/workload-id/workload-identities-set-up-flexible-federated-identity-credential`,
  ),
  managedIdentity: vendor(
    'Microsoft Entra, "Configure an application to trust a managed identity"',
    `${LEARN}/workload-id/workload-identity-federation-config-app-trust-managed-identity`,
  ),
  assertion: vendor(
    'Microsoft identity platform, "Application authentication certificate credentials", assertion format',
    `${LEARN}/identity-platform/certificate-credentials`,
  ),
  issuerDocument: vendor(
    'Azure Workload Identity, "Discovery Document"',
    `${WEBHOOK}/blob/main/docs/book/src/installation/self-managed-clusters/oidc-issuer/discovery-document.md`,
  ),
  troubleshooting: vendor(
    'Azure Workload Identity, "Troubleshooting"',
    `${WEBHOOK}/blob/main/docs/book/src/troubleshooting.md`,
  ),
  noMatch: issue(
    'Azure/azure-workload-identity, issue 1200: AADSTS700211, no matching federated identity record',
    `${WEBHOOK}/issues/1200`,
  ),
  caseOnly: issue(
    'Azure/login, issue 517: AADSTS7002138, a subject that differs in its case',
    'github.com/Azure/login/issues/517',
  ),
  ended: issue(
    'Azure/azure-workload-identity, issue 693: AADSTS700024, not within its valid time range',
    `${WEBHOOK}/issues/693`,
  ),
  keyNotFound: issue(
    'Azure/azure-workload-identity, issue 1232: AADSTS7000272, the key is not in the metadata',
    `${WEBHOOK}/issues/1232`,
  ),
  unreachable: issue(
    'Azure/azure-workload-identity, issue 1130: AADSTS50166, the issuer was not reached',
    `${WEBHOOK}/issues/1130`,
  ),
  concourse: issue(
    'concourse/concourse, pull request 9224: AWS and Azure refused its tokens',
    'github.com/concourse/concourse/pull/9224',
  ),
  ownTokens: issue(
    'MicrosoftDocs/azure-docs, pull request 90321: AADSTS700222, tokens of Microsoft Entra itself',
    'github.com/MicrosoftDocs/azure-docs/pull/90321',
  ),
} as const satisfies Readonly<Record<string, Source>>;
