import type { Requirements } from '../../doctor/requirement.ts';
import { CONFIGURATION_REQUIREMENTS } from './requirements/about-configuration.ts';
import { ISSUER_REQUIREMENTS } from './requirements/about-issuer.ts';
import { TOKEN_REQUIREMENTS } from './requirements/about-token.ts';

/** What an API server of Kubernetes asks of an issuer, its tokens, and its own configuration. */
export const KUBERNETES_REQUIREMENTS = {
  ...ISSUER_REQUIREMENTS,
  ...TOKEN_REQUIREMENTS,
  ...CONFIGURATION_REQUIREMENTS,
} as const satisfies Requirements;

/** Their names. */
export type KubernetesRequirement = keyof typeof KUBERNETES_REQUIREMENTS;
