import type { Source } from '../../doctor/requirement.ts';

const DOCS = 'docs.aws.amazon.com';

function vendor(title: string, place: string): Source {
  return { kind: 'vendor', title, place, read: '2026-11' };
}

/** Where AWS says what it asks for, and who found out what it does not say. */
export const SOURCES = {
  createProvider: vendor(
    'IAM API reference, CreateOpenIDConnectProvider',
    `${DOCS}/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html`,
  ),
  updateThumbprint: vendor(
    'IAM API reference, UpdateOpenIDConnectProviderThumbprint',
    `${DOCS}/IAM/latest/APIReference/API_UpdateOpenIDConnectProviderThumbprint.html`,
  ),
  createGuide: vendor(
    'IAM user guide, "Create an OpenID Connect (OIDC) identity provider in IAM"',
    `${DOCS}/IAM/latest/UserGuide/id_roles_providers_create_oidc.html`,
  ),
  thumbprintGuide: vendor(
    'IAM user guide, "Obtain the thumbprint for an OpenID Connect identity provider"',
    `${DOCS}/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html`,
  ),
  createRoleGuide: vendor(
    'IAM user guide, "Create a role for OpenID Connect federation"',
    `${DOCS}/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html`,
  ),
  evaluation: vendor(
    'IAM user guide, "Policy evaluation logic"',
    `${DOCS}/IAM/latest/UserGuide/reference_policies_evaluation-logic.html`,
  ),
  oidcGuide: vendor(
    'IAM user guide, "OIDC federation"',
    `${DOCS}/IAM/latest/UserGuide/id_roles_providers_oidc.html`,
  ),
  conditionKeys: vendor(
    'IAM user guide, "IAM and AWS STS condition context keys", keys for AWS OIDC federation',
    `${DOCS}/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html`,
  ),
  sessionTags: vendor(
    'IAM user guide, "Pass session tags in AWS STS"',
    `${DOCS}/IAM/latest/UserGuide/id_session-tags.html`,
  ),
  tagging: vendor(
    'IAM user guide, "Tags for AWS Identity and Access Management resources"',
    `${DOCS}/IAM/latest/UserGuide/id_tags.html`,
  ),
  tagType: vendor('STS API reference, Tag', `${DOCS}/STS/latest/APIReference/API_Tag.html`),
  sourceIdentity: vendor(
    'IAM user guide, "Monitor and control actions taken with assumed roles"',
    `${DOCS}/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html`,
  ),
  assumeRole: vendor(
    'STS API reference, AssumeRoleWithWebIdentity',
    `${DOCS}/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html`,
  ),
  stsActions: vendor(
    'Service authorization reference, AWS Security Token Service',
    `${DOCS}/service-authorization/latest/reference/list_sts.html`,
  ),
  repostToken: vendor(
    'AWS re:Post, "How can I resolve the AssumeRoleWithWebIdentity API call error InvalidIdentityToken?"',
    'repost.aws/knowledge-center/iam-sts-invalididentitytoken',
  ),
  repostProvider: vendor(
    'AWS re:Post, "How do I resolve OIDC IdP federation errors in IAM?"',
    'repost.aws/knowledge-center/iam-oidc-idp-federation',
  ),
  ecdsa: vendor(
    'AWS in China, what is new on 2024-11-20: ECDSA signatures of OIDC tokens at STS',
    'amazonaws.cn/en/new/2024/announcing-amazon-sts-support-for-ecdsa-based-signatures-of-oidc-tokens',
  ),
  chinaGuide: vendor(
    'IAM user guide of AWS in China, "Create an OpenID Connect (OIDC) identity provider in IAM"',
    'docs.amazonaws.cn/en_us/IAM/latest/UserGuide/id_roles_providers_create_oidc.html',
  ),
  bursts: {
    kind: 'issue',
    title:
      'aws-actions/configure-aws-credentials, issue 299: no verification key where many jobs start at once',
    place: 'github.com/aws-actions/configure-aws-credentials/issues/299',
    read: '2026-11',
  },
  thumbprintError: {
    kind: 'issue',
    title:
      'aws-actions/configure-aws-credentials, issue 357: the certificate does not match the thumbprint',
    place: 'github.com/aws-actions/configure-aws-credentials/issues/357',
    read: '2026-11',
  },
  retries: {
    kind: 'issue',
    title: 'aws/aws-cli, issue 7194: which errors of STS are tried again',
    place: 'github.com/aws/aws-cli/issues/7194',
    read: '2026-11',
  },
  concourse: {
    kind: 'issue',
    title: 'concourse/concourse, pull request 9224: AWS and Azure refused its tokens',
    place: 'github.com/concourse/concourse/pull/9224',
    read: '2026-11',
  },
  spire: {
    kind: 'issue',
    title: 'spiffe/spire, issue 4699: more than 100 keys at AWS',
    place: 'github.com/spiffe/spire/issues/4699',
    read: '2026-11',
  },
  azpTrap: {
    kind: 'issue',
    title: 'aws/aws-sdk-net, issue 3071: tokens of Entra with another azp than aud',
    place: 'github.com/aws/aws-sdk-net/issues/3071',
    read: '2026-11',
  },
  probes: {
    kind: 'third-party',
    title: '186 calls of AWS STS in us-east-1 on 2026-09-11, by the makers of stackd',
    place: 'github.com/radkawar/stackd/blob/main/internal/services/sts/testdata/oidc/README.md',
    read: '2026-11',
  },
  rolesClaim: {
    kind: 'third-party',
    title: 'Aidan Steele, "OIDC tokens can now restrict which AWS roles they assume", 2026-07-13',
    place: 'awsteele.com/blog/2026/07/13/oidc-tokens-can-restrict-which-aws-roles-they-assume.html',
    read: '2026-11',
  },
} as const satisfies Readonly<Record<string, Source>>;
