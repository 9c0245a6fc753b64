import { ISSUER_RULES } from './rules/about-issuer.ts';
import { TOKEN_RULES } from './rules/about-token.ts';
import type { AzureRule } from './rules/azure-rule.ts';

/** Every rule of Microsoft Entra that can be looked at, or asked about. */
export const AZURE_RULES: readonly AzureRule[] = [...ISSUER_RULES, ...TOKEN_RULES];
