import type { RelyingParty } from '../../doctor/relying-party.ts';
import { AWS_REQUIREMENTS } from './requirements.ts';
import { AWS_RULES } from './rules.ts';

/** AWS: IAM's OpenID Connect providers, and STS. */
export const relyingParty: RelyingParty = {
  name: 'aws',
  title: 'AWS',
  requirements: AWS_REQUIREMENTS,
  rules: AWS_RULES,
  readTrust: (value) => value,
  documentsOf: () => ({}),
  evaluate: () => ({
    verdict: 'undecided',
    reasons: [{ at: 'the trust policy', seen: 'it is not judged yet', wanted: '', fix: '' }],
  }),
};
