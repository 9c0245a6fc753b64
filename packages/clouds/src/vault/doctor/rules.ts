import { KEY_RULES } from './rules/about-keys.ts';
import { TOKEN_RULES } from './rules/about-token.ts';
import type { VaultRule } from './rules/vault-rule.ts';

/** Every rule of Vault and OpenBao that can be looked at, or asked about. */
export const VAULT_RULES: readonly VaultRule[] = [...KEY_RULES, ...TOKEN_RULES];
