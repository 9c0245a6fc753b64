import { ISSUER_RULES } from './rules/about-issuer.ts';
import { PROVIDER_RULES } from './rules/about-provider.ts';
import { TOKEN_RULES } from './rules/about-token.ts';
import type { GcpRule } from './rules/gcp-rule.ts';

/** Every rule of Google Cloud that can be looked at, or asked about. */
export const GCP_RULES: readonly GcpRule[] = [...ISSUER_RULES, ...TOKEN_RULES, ...PROVIDER_RULES];
