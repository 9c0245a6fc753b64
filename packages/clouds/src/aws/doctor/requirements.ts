import type { Requirements } from '../../doctor/requirement.ts';
import { DOCUMENT_REQUIREMENTS } from './requirements/about-documents.ts';
import { PROVIDER_REQUIREMENTS } from './requirements/about-provider.ts';
import { SESSION_REQUIREMENTS } from './requirements/about-session.ts';
import { TOKEN_REQUIREMENTS } from './requirements/about-token.ts';

/** What AWS asks of an issuer, its tokens, and its own provider and role. */
export const AWS_REQUIREMENTS = {
  ...PROVIDER_REQUIREMENTS,
  ...DOCUMENT_REQUIREMENTS,
  ...TOKEN_REQUIREMENTS,
  ...SESSION_REQUIREMENTS,
} as const satisfies Requirements;

/** Their names. */
export type AwsRequirement = keyof typeof AWS_REQUIREMENTS;
