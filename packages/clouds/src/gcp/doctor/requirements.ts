import type { Requirements } from '../../doctor/requirement.ts';
import { ISSUER_REQUIREMENTS } from './requirements/about-issuer.ts';
import { PROVIDER_REQUIREMENTS } from './requirements/about-provider.ts';
import { TOKEN_REQUIREMENTS } from './requirements/about-token.ts';

/** What Google Cloud asks of an issuer, its tokens, and its own providers. */
export const GCP_REQUIREMENTS = {
  ...ISSUER_REQUIREMENTS,
  ...TOKEN_REQUIREMENTS,
  ...PROVIDER_REQUIREMENTS,
} as const satisfies Requirements;

/** Their names. */
export type GcpRequirement = keyof typeof GCP_REQUIREMENTS;
