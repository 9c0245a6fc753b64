import type { Requirements } from '../../doctor/requirement.ts';
import { KEY_REQUIREMENTS } from './requirements/about-keys.ts';
import { ROLE_REQUIREMENTS } from './requirements/about-role.ts';
import { TOKEN_REQUIREMENTS } from './requirements/about-token.ts';

/** What the JWT auth method of Vault and OpenBao asks of an issuer, its tokens, and its own configuration and roles. */
export const VAULT_REQUIREMENTS = {
  ...KEY_REQUIREMENTS,
  ...TOKEN_REQUIREMENTS,
  ...ROLE_REQUIREMENTS,
} as const satisfies Requirements;

/** Their names. */
export type VaultRequirement = keyof typeof VAULT_REQUIREMENTS;
