import type { RelyingParty } from '../../doctor/relying-party.ts';
import { evaluateVaultRole } from '../evaluate/evaluate-vault-role.ts';
import { readVaultTrust } from '../evaluate/read-vault-trust.ts';
import type { VaultTrust } from '../evaluate/vault-trust.ts';
import { documentsOfVault } from './documents.ts';
import { VAULT_REQUIREMENTS } from './requirements.ts';
import { VAULT_RULES } from './rules.ts';

/** Vault and OpenBao: the JWT auth method. */
export const relyingParty: RelyingParty<VaultTrust> = {
  name: 'vault',
  title: 'Vault',
  requirements: VAULT_REQUIREMENTS,
  rules: VAULT_RULES,
  readTrust: readVaultTrust,
  documentsOf: documentsOfVault,
  evaluate: evaluateVaultRole,
};
