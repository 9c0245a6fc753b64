import type { RelyingParty } from '../../doctor/relying-party.ts';
import type { AuthenticationConfiguration } from '../evaluate/configuration.ts';
import { documentsOf } from '../evaluate/documents-of.ts';
import { evaluateAuthenticationConfiguration } from '../evaluate/evaluate-configuration.ts';
import { readAuthenticationConfiguration } from '../evaluate/read-configuration.ts';
import { KUBERNETES_REQUIREMENTS } from './requirements.ts';
import { KUBERNETES_RULES } from './rules.ts';

/** Kubernetes: an API server that takes tokens of other issuers. */
export const relyingParty: RelyingParty<AuthenticationConfiguration> = {
  name: 'kubernetes',
  title: 'Kubernetes',
  requirements: KUBERNETES_REQUIREMENTS,
  rules: KUBERNETES_RULES,
  readTrust: (value) => readAuthenticationConfiguration(value),
  documentsOf: (trust, issuer) => documentsOf(trust, issuer) ?? {},
  evaluate: evaluateAuthenticationConfiguration,
};
