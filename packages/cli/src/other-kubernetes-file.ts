import { isJsonObject, member } from '@drawbridge/core';

/** What is meant, where a file has an API server's settings in another form. */
export const KUBERNETES_HINT =
  'Give the file that --authentication-config of the API server names, or its flags as a JSON object: {"oidc-issuer-url": "https://…", "oidc-client-id": "…"}. Of what "drawbridge kubernetes trust" prints, give that of --format json or yaml.';

/**
 * What a file is that is given for Kubernetes, and cannot be read although it says how tokens are let in.
 *
 * @param value - what it says; nothing for what is neither JSON nor YAML
 * @returns the rest of a sentence; `undefined` for any other
 */
export function otherKubernetesFile(text: string, value: unknown): string | undefined {
  if (isJsonObject(value)) {
    const kind = member(value, 'kind');
    if (kind === 'Pod') return 'is the manifest of a pod, where the flags are words of a command';
    return kind === 'ClusterConfiguration'
      ? 'is a configuration of kubeadm, where the flags are arguments among others'
      : undefined;
  }
  return /(?:^|[\s'"])--(?:oidc-|authentication-config)/.test(text)
    ? 'has flags as they stand on a command line'
    : undefined;
}
