import type { RelyingParty } from '../../doctor/relying-party.ts';
import { AZURE_REQUIREMENTS } from './requirements.ts';
import { AZURE_RULES } from './rules.ts';

/** Microsoft Entra: federated identity credentials of applications and managed identities. */
export const relyingParty: RelyingParty = {
  name: 'azure',
  title: 'Microsoft Entra',
  requirements: AZURE_REQUIREMENTS,
  rules: AZURE_RULES,
  readTrust: (value) => value,
  documentsOf: () => ({}),
  evaluate: () => ({
    verdict: 'undecided',
    reasons: [{ at: 'the credential', seen: 'it is not judged yet', wanted: '', fix: '' }],
  }),
};
