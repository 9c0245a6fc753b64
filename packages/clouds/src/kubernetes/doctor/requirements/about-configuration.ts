import type { Requirements } from '../../../doctor/requirement.ts';
import { SOURCES } from '../sources.ts';

const { authenticator, docs, metrics, rbac, validation } = SOURCES;

/** What is asked of the configuration of an API server, and what it alone knows. */
export const CONFIGURATION_REQUIREMENTS = {
  'configuration-one': {
    says: 'An API server has --authentication-config or the flags --oidc-…, not both.',
    sources: [docs],
  },
  'authenticator-count': {
    says: 'A configuration has 64 authenticators at most.',
    sources: [docs, validation],
  },
  'audience-listed': {
    says: 'An authenticator has one audience or more; with several, audienceMatchPolicy is MatchAny.',
    sources: [docs, validation],
  },
  'audience-any': {
    says: 'One of the audiences of the token is one of the authenticator.',
    answers: ['401 Unauthorized'],
    sources: [docs, authenticator],
  },
  'username-claim': {
    says: 'The claim of the user name is a text in the token, or an expression makes a text that is not empty.',
    answers: ['401 Unauthorized'],
    sources: [docs, authenticator],
  },
  'username-email': {
    says: 'Where email is the user name and email_verified is there, it is true.',
    answers: ['401 Unauthorized'],
    sources: [docs, authenticator],
  },
  'claims-mapped': {
    says: 'What groups, uid and extra are mapped to are texts, or lists of texts where there may be several.',
    answers: ['401 Unauthorized'],
    sources: [docs, authenticator],
  },
  'rules-true': {
    says: 'Every rule of an authenticator is true of the token, and of the user that it becomes.',
    answers: ['401 Unauthorized'],
    sources: [docs, authenticator],
  },
  'configuration-reloaded': {
    says: 'An API server reads a changed configuration by itself, and keeps the old one where the new one is faulty.',
    sources: [docs, metrics],
  },
  'user-authorized': {
    says: 'Who a token lets in may do nothing until a role is bound to the user or a group.',
    answers: ['403 Forbidden'],
    sources: [rbac],
  },
} as const satisfies Requirements;
