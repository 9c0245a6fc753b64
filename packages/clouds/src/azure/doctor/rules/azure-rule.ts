import type { DoctorRule } from '../../../doctor/rule.ts';
import type { FederatedTrust } from '../../evaluate/federated-credential.ts';
import type { AzureRequirement } from '../requirements.ts';

/** A rule of Microsoft Entra. */
export type AzureRule = DoctorRule<FederatedTrust, AzureRequirement>;
