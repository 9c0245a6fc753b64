import type { RelyingParty } from '../../doctor/relying-party.ts';
import { evaluateFederatedCredentials } from '../evaluate/evaluate-federated-credentials.ts';
import type { FederatedTrust } from '../evaluate/federated-credential.ts';
import { readFederatedCredentials } from '../evaluate/read-federated-credentials.ts';
import { AZURE_REQUIREMENTS } from './requirements.ts';
import { AZURE_RULES } from './rules.ts';

/** Microsoft Entra: federated identity credentials of applications and managed identities. */
export const relyingParty: RelyingParty<FederatedTrust> = {
  name: 'azure',
  title: 'Microsoft Entra',
  requirements: AZURE_REQUIREMENTS,
  rules: AZURE_RULES,
  readTrust: readFederatedCredentials,
  documentsOf: () => ({}),
  evaluate: evaluateFederatedCredentials,
};
