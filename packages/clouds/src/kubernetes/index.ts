export { type ClusterToken, execCredential, execVersion } from './exec-credential.ts';
export { kubeconfigUser, type KubeconfigUser } from './kubeconfig-user.ts';
export { planTrust, type TrustOptions } from './trust/plan-trust.ts';
export { printTrust, TRUST_FORMATS, type TrustFormat } from './trust/print-trust.ts';
export { type PlannedClaim, type TrustPlan } from './trust/trust-plan.ts';
