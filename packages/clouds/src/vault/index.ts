export { evaluateVaultRole } from './evaluate/evaluate-vault-role.ts';
export { readVaultTrust } from './evaluate/read-vault-trust.ts';
export { type VaultTrust } from './evaluate/vault-trust.ts';
export { planVaultTrust, type VaultTrustOptions } from './trust/plan-vault-trust.ts';
export {
  printVaultTrust,
  VAULT_TRUST_FORMATS,
  type VaultTrustFormat,
} from './trust/print-vault-trust.ts';
export { VAULT_CLIS, type VaultCli } from './trust/vault-commands.ts';
export { type VaultPlan } from './trust/vault-plan.ts';
