import type { CiSystem } from './ci-system.ts';

/** Where a projected token is looked for. */
const PROJECTED_TOKEN = '/var/run/secrets/drawbridge/token';

/**
 * Kubernetes: the kubelet keeps a projected token fresh. The token at /var/run/secrets/kubernetes.io is never taken: it is for the
 * API server, and whoever is sent it is the pod there.
 */
export const kubernetes: CiSystem = {
  name: 'Kubernetes',
  sources: [
    'Kubernetes documentation, Configure Service Accounts for Pods, ServiceAccount token volume projection',
    'Kubernetes documentation, Service, Discovering services, Environment variables',
    'Amazon EKS User Guide, Configure Pods to use a Kubernetes service account',
  ],
  isHere: (env) => (env['KUBERNETES_SERVICE_HOST'] ?? '') !== '',
  asksForAudience: false,
  // EKS sets the variable of AWS where it projects a token itself.
  find: (env) => ({
    place: { kind: 'file', path: env['AWS_WEB_IDENTITY_TOKEN_FILE'] || PROJECTED_TOKEN },
  }),
  advice: (audience) =>
    `Add to the pod a projected volume at /var/run/secrets/drawbridge: serviceAccountToken: { audience: "${audience}", expirationSeconds: 3600, path: token }`,
  // The name of the pod.
  sessionName: (env) => ['Kubernetes', env['HOSTNAME']],
};
