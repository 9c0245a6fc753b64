import type { Requirements } from '../../../doctor/requirement.ts';
import { SOURCES } from '../sources.ts';

const { guide, pipelines, pool, practices, provider, restrict, trouble } = SOURCES;

/** What is asked of a provider, its pool, its project, and who acts as whom. */
export const PROVIDER_REQUIREMENTS = {
  'mapping-subject': {
    says: 'A provider maps google.subject.',
    sources: [provider, guide],
  },
  'mapping-lasting': {
    says: 'What google.subject is mapped from is unique and does not change: email is not such a claim.',
    sources: [guide],
  },
  'mapping-count': {
    says: 'A provider maps 50 attributes of its own at most.',
    sources: [provider],
  },
  'mapping-names': {
    says: 'The name of an attribute has 100 characters at most, of a-z, 0-9 and _.',
    sources: [provider],
  },
  'mapping-cel': {
    says: 'An attribute is mapped by an expression of CEL of 2048 characters at most.',
    sources: [provider],
  },
  'mapping-size': {
    says: 'All that is mapped has 8 KB at most together.',
    sources: [provider],
  },
  'condition-length': {
    says: 'The attribute condition has 4096 characters at most.',
    sources: [provider],
  },
  'condition-true': {
    says: 'The attribute condition is true of the token, where there is one.',
    answers: ['unauthorized_client: The given credential is rejected by the attribute condition'],
    sources: [provider, guide, SOURCES.rejected],
  },
  'condition-tenant': {
    says: 'A provider for an issuer that many organizations share, such as GitHub, GitLab.com and HCP Terraform, has an attribute condition.',
    sources: [pipelines, practices],
  },
  'provider-open': {
    says: 'Neither the provider nor its pool is disabled or deleted.',
    sources: [provider, pool],
  },
  'issuer-restricted': {
    says: 'An organization can allow issuers by the constraint iam.workloadIdentityPoolProviders.',
    answers: ['FAILED_PRECONDITION: Org Policy violated'],
    sources: [trouble, restrict],
  },
  'access-granted': {
    says: 'The principal has roles of its own, or roles/iam.workloadIdentityUser on the service account that it acts as.',
    answers: ["403 PERMISSION_DENIED: Permission 'iam.serviceAccounts.getAccessToken' denied"],
    sources: [guide, SOURCES.denied],
  },
  'access-service': {
    says: 'Some services take no federated token: there the access token of a service account is to be used.',
    answers: ['401 UNAUTHENTICATED: Request had invalid authentication credentials'],
    sources: [trouble],
  },
} as const satisfies Requirements;
