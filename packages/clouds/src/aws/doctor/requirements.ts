import type { Requirements } from '../../doctor/requirement.ts';

const CREATE_PROVIDER = {
  kind: 'vendor',
  title: 'IAM API reference, CreateOpenIDConnectProvider',
  place: 'docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html',
  read: '2026-11',
} as const;
const REPOST = {
  kind: 'vendor',
  title: 'AWS re:Post, "How do I troubleshoot the InvalidIdentityToken error"',
  place: 'repost.aws/knowledge-center/iam-sts-invalididentitytoken',
  read: '2026-11',
} as const;

/** What AWS asks of an issuer, its tokens, and its own provider and role. */
export const AWS_REQUIREMENTS = {
  'provider-url-https': {
    says: 'The URL of a provider is https.',
    sources: [CREATE_PROVIDER],
  },
  'answer-time': {
    says: 'STS gives up on the documents of an issuer after about five seconds.',
    sources: [REPOST],
  },
} as const satisfies Requirements;

/** Their names. */
export type AwsRequirement = keyof typeof AWS_REQUIREMENTS;
