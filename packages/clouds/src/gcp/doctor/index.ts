import type { RelyingParty } from '../../doctor/relying-party.ts';
import { documentsOf } from '../evaluate/documents-of.ts';
import { evaluateProvider } from '../evaluate/evaluate-provider.ts';
import type { GoogleTrust } from '../evaluate/google-trust.ts';
import { readProvider } from '../evaluate/read-provider.ts';
import { GCP_REQUIREMENTS } from './requirements.ts';
import { GCP_RULES } from './rules.ts';

/** Google Cloud: providers of workload identity pools, and STS. */
export const relyingParty: RelyingParty<GoogleTrust> = {
  name: 'gcp',
  title: 'Google Cloud',
  requirements: GCP_REQUIREMENTS,
  rules: GCP_RULES,
  readTrust: readProvider,
  documentsOf,
  evaluate: evaluateProvider,
};
