import type { Requirements } from '../../../doctor/requirement.ts';
import { SOURCES } from '../sources.ts';

const { assumeRole, probes, repostProvider, rolesClaim, sessionTags, sourceIdentity, stsActions } =
  SOURCES;

/** What is asked of a session, and of the claims that are for it. */
export const SESSION_REQUIREMENTS = {
  'role-account': {
    says: 'The role and the provider are in the same account.',
    sources: [repostProvider],
  },
  'trust-action': {
    says: 'A statement of the trust policy allows sts:AssumeRoleWithWebIdentity.',
    answers: ['AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity'],
    sources: [SOURCES.createRoleGuide, assumeRole],
  },
  'trust-principal': {
    says: 'The statement that lets a token in has the provider of the issuer as its federated principal, by the ARN of the provider.',
    answers: ['AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity'],
    sources: [SOURCES.createRoleGuide],
  },
  'trust-conditions': {
    says: 'Every condition of the statement that lets a token in is true of it.',
    answers: ['AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity'],
    sources: [SOURCES.createRoleGuide, SOURCES.conditionKeys],
  },
  'trust-deny': {
    says: 'No statement denies what another allows.',
    answers: ['AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity'],
    sources: [SOURCES.evaluation],
  },
  'trust-narrow': {
    says: 'A trust policy names the audience and the subjects that it is for: an issuer has tokens for others, too.',
    sources: [SOURCES.createRoleGuide],
  },
  'session-duration': {
    says: 'A session is asked for 900 to 43,200 seconds, no longer than its role allows; an hour where nothing is said.',
    answers: ['ValidationError'],
    sources: [assumeRole],
  },
  'session-outlives-token': {
    says: 'The end of the token does not end the session: with 60 seconds left it still gives one of two hours.',
    sources: [probes],
  },
  'session-name': {
    says: 'The name of a session has 2 to 64 letters, digits and _+=,.@- alone.',
    answers: ['ValidationError'],
    sources: [assumeRole],
  },
  'session-tags-form': {
    says: 'Session tags are in the claim https://aws.amazon.com/tags: principal_tags with a list of one text for each key, and a list transitive_tag_keys; or each in a claim https://aws.amazon.com/tags/principal_tags/KEY, a text.',
    sources: [sessionTags, probes],
  },
  'session-tags-limits': {
    says: 'A token has 50 session tags at most, with keys of 128 and values of 256 characters.',
    sources: [sessionTags, assumeRole],
  },
  'session-tags-text': {
    says: "Session tags are of letters, digits, spaces and _.:/=+-@, their keys differ in more than case and do not begin with aws:, which is AWS's own.",
    sources: [sessionTags, SOURCES.tagType, SOURCES.tagging],
  },
  'session-tags-packed': {
    says: 'Session tags and session policies together have a limit of their own once AWS has packed them.',
    answers: ['PackedPolicyTooLarge'],
    sources: [assumeRole, sessionTags],
  },
  'session-tags-allowed': {
    says: 'For a token with session tags the trust policy of the role allows sts:TagSession.',
    answers: ['AccessDenied: Not authorized to perform sts:TagSession'],
    sources: [sessionTags],
  },
  'source-identity-form': {
    says: 'The source identity, the claim https://aws.amazon.com/source_identity, has 2 to 64 letters, digits and _+=,.@- alone.',
    sources: [assumeRole, sourceIdentity],
  },
  'source-identity-allowed': {
    says: 'For a token with a source identity the trust policy of the role allows sts:SetSourceIdentity.',
    answers: ['AccessDenied: Not authorized to perform sts:SetSourceIdentity'],
    sources: [sourceIdentity],
  },
  'roles-claim': {
    says: 'A token with the claim https://aws.amazon.com/roles is for the roles in it alone: a list of ARNs, or a text with semicolons between them.',
    sources: [stsActions, rolesClaim, probes],
  },
} as const satisfies Requirements;
