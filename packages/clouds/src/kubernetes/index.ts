export {
  type AuthenticationConfiguration,
  type Claim,
  type Expression,
  type ExpressionRule,
  type ExtraMapping,
  type JwtAuthenticator,
  type PrefixedClaim,
  type RequiredClaim,
} from './evaluate/configuration.ts';
export { documentsOf, type IssuerDocuments } from './evaluate/documents-of.ts';
export { evaluateAuthenticationConfiguration } from './evaluate/evaluate-configuration.ts';
export {
  readAuthenticationConfiguration,
  type Surroundings,
} from './evaluate/read-configuration.ts';
export { type ClusterToken, execCredential, execVersion } from './exec-credential.ts';
export { kubeconfigUser, type KubeconfigUser } from './kubeconfig-user.ts';
export { planTrust, type TrustOptions } from './trust/plan-trust.ts';
export { printTrust, TRUST_FORMATS, type TrustFormat } from './trust/print-trust.ts';
export { type PlannedClaim, type TrustPlan } from './trust/trust-plan.ts';
