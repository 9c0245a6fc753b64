import { CONFIGURATION_RULES } from './rules/about-configuration.ts';
import { ISSUER_RULES } from './rules/about-issuer.ts';
import { TOKEN_RULES } from './rules/about-token.ts';
import type { KubernetesRule } from './rules/kubernetes-rule.ts';

/** Every rule of Kubernetes that can be looked at, or asked about. */
export const KUBERNETES_RULES: readonly KubernetesRule[] = [
  ...ISSUER_RULES,
  ...TOKEN_RULES,
  ...CONFIGURATION_RULES,
];
