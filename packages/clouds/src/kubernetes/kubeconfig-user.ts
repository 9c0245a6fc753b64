/** How a kubeconfig comes by credentials. */
export interface KubeconfigUser {
  /** Of the entry: `drawbridge-dev`. */
  readonly name: string;
  /** The program and its arguments, each as it is. No shell is between. */
  readonly command: readonly [string, ...string[]];
}

/**
 * The entry of a user for a kubeconfig, as YAML (kubernetes.io, "client-go credential plugins"). It never asks a person:
 * `interactiveMode` is `Never`, so that scripts and editors get an error to read, not a terminal that waits.
 */
export function kubeconfigUser({ name, command: [program, ...args] }: KubeconfigUser): string {
  return [
    'users:',
    `- name: ${text(name)}`,
    '  user:',
    '    exec:',
    '      apiVersion: client.authentication.k8s.io/v1',
    `      command: ${text(program)}`,
    '      args:',
    ...args.map((argument) => `      - ${text(argument)}`),
    '      interactiveMode: Never',
    '      provideClusterInfo: false',
    '      installHint: "Drawbridge is not installed: see its guide of sign-in."',
    '',
  ].join('\n');
}

/** A string of JSON is one of YAML. */
function text(value: string): string {
  return JSON.stringify(value);
}
