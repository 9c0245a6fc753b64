export { type ClusterToken, execCredential, execVersion } from './exec-credential.ts';
export { kubeconfigUser, type KubeconfigUser } from './kubeconfig-user.ts';
