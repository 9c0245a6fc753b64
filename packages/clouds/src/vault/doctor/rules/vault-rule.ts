import type { DoctorRule } from '../../../doctor/rule.ts';
import type { VaultTrust } from '../../evaluate/vault-trust.ts';
import type { VaultRequirement } from '../requirements.ts';

/** A rule of Vault and OpenBao. */
export type VaultRule = DoctorRule<VaultTrust, VaultRequirement>;
