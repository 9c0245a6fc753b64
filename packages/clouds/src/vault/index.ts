export { documentsOf, type VaultDocuments } from './evaluate/documents-of.ts';
export { evaluateVaultRole } from './evaluate/evaluate-vault-role.ts';
export { readVaultTrust } from './evaluate/read-vault-trust.ts';
export { type VaultTrust } from './evaluate/vault-trust.ts';
